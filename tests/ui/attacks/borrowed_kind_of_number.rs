// A number type that takes the kind from f32.
#![forbid(unsafe_code)]
use constnet::{prelude::*, scalar::Dtype};

#[derive(Clone, Copy, PartialEq, Debug)]
struct Pointer(&'static f32);
impl Weight for Pointer {
    const DTYPE: Dtype<Self> = <f32 as Weight>::DTYPE;
    fn zero() -> Self {
        Pointer(&0.0)
    }
}

fn main() {}
