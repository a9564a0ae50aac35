use constnet::prelude::*;

fn main() {
    let z = SVector::<f32, 1>::zeros();
    assert!(SigmoidCrossEntropy.gradient(&z, &[true]).is_ok());
}
