// Tensors that are not aligned.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

#[repr(C, packed)]
struct Layer {
    flag: core::marker::PhantomData<u8>,
    weight: SVector<f32, 2>,
}
parameters! { [] Layer as f32 { flag: marker, weight: vector } }

fn main() {}
