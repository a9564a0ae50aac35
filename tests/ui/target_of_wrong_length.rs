// Two outputs, and targets of three numbers.
use constnet::prelude::*;

fn main() {
    let y = SVector::<f32, 2>::zeros();
    let _ = MeanSquaredError.gradient(&y, &[[1.0, 2.0, 3.0]]);
}
