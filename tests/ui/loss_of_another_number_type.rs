// Targets in f64 for a network in f32.
use constnet::prelude::*;

fn main() {
    let y = SVector::<f32, 1>::zeros();
    let target: f64 = 0.5;
    let _ = MeanSquaredError.gradient(&y, &[target]);
}
