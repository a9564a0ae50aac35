// A tensor of sizes that the type does not have, claimed in safe code.
#![forbid(unsafe_code)]
use constnet::parameters::Tensor;

struct Numbers(f32);
impl Tensor for Numbers {
    type Scalar = f32;
    const SIZES: &'static [usize] = &[1_000_000];
}

fn main() {}
