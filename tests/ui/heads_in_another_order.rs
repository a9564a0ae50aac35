// A class and a number, whose losses are in another order.
use constnet::prelude::*;

fn main() {
    let y = (SVector::<f32, 3>::zeros(), SVector::<f32, 1>::zeros());
    let _ = (MeanSquaredError, SoftmaxCrossEntropy).value(&y, &[(2, 0.5)]);
}
