// A softmax chooses among classes; yes or no is a matter for a sigmoid.
use constnet::prelude::*;

fn main() {
    let y = SVector::<f32, 2>::zeros();
    let _ = SoftmaxCrossEntropy.gradient(&y, &[true]);
}
