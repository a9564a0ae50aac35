// Instructions that the machine may not have.
#![forbid(unsafe_code)]
use constnet::{__Level, prelude::*};

fn main() {
    let level = __Level::Avx2Fma;
    let _ = Relu.forward_at(level, &SVector::<f32, 8>::zeros());
}
