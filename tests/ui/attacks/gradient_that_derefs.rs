// The gradient lacks the field, and dereferences to something that has it.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 1000>,
}
struct Tiny {
    other: SVector<f32, 1>,
}
impl std::ops::Deref for Tiny {
    type Target = Layer;
    fn deref(&self) -> &Layer {
        unimplemented!()
    }
}
parameters! { [] Tiny as f32 { other: vector } }
parameters! { [] Layer as f32 => Tiny { weight: vector } }

fn main() {}
