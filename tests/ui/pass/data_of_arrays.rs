use constnet::prelude::*;

fn main() {
    let inputs = [[0.0_f32, 1.0], [1.0, 0.0]].map(SVector::from);
    let _ = Dataset::new(&inputs, &[1.0_f32, 2.0]);
}
