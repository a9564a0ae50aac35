// Not a class index but `bool` says yes or no; the loss is named in the message.
use constnet::prelude::*;

fn main() {
    let z = SVector::<f32, 1>::zeros();
    let _ = SigmoidCrossEntropy.gradient(&z, &[1_usize]);
}
