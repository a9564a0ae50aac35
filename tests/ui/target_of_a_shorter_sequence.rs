// Outputs at four steps, and targets for three.
use constnet::prelude::*;

fn main() {
    let y = [SMatrix::<f32, 2, 1>::zeros(); 4];
    let _ = SoftmaxCrossEntropy.value(&y, &[[0, 1, 1]]);
}
