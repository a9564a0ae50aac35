// The same with a layer inside.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Gradient {
    tiny: SVector<f32, 1>,
}
impl std::ops::Deref for Gradient {
    type Target = Layer;
    fn deref(&self) -> &Layer {
        unimplemented!()
    }
}
parameters! { [] Gradient as f32 { tiny: vector } }

struct Layer {
    inner: Dense<9, 9>,
}
parameters! { [] Layer as f32 => Gradient { inner: layer } }

fn main() {}
