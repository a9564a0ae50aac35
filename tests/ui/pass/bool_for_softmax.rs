use constnet::prelude::*;

fn main() {
    let y = SVector::<f32, 2>::zeros();
    assert!(SoftmaxCrossEntropy.gradient(&y, &[1]).is_ok());
}
