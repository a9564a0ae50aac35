// An enumeration has a tag beside its fields.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

enum Layer {
    Some(SVector<f32, 2>),
    None,
}
parameters! { [] Layer as f32 { 0: vector } }

fn main() {}
