// Outputs at four steps and their targets.
use constnet::prelude::*;

fn main() {
    let y = [SMatrix::<f32, 2, 1>::zeros(); 4];
    assert!(SoftmaxCrossEntropy.value(&y, &[[0, 1, 1, 0]]).is_ok());
}
