// A class and a number and their losses.
use constnet::prelude::*;

fn main() {
    let y = (SVector::<f32, 3>::zeros(), SVector::<f32, 1>::zeros());
    assert!((SoftmaxCrossEntropy, MeanSquaredError).value(&y, &[(2, 0.5)]).is_ok());
}
