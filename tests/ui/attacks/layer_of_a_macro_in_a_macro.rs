// A macro of the caller's writes the layer, with a field of its own hygiene.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

macro_rules! layer {
    ($name:ident, $($field:ident)*) => {
        struct $name {
            $($field: SVector<f32, 2>,)*
            hidden: Box<f32>,
        }
        parameters! { [] $name as f32 { $($field: vector),* } }
    };
}
layer!(Layer, weight bias);

fn main() {}
