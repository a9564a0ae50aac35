// The gradient's own field is private here, so that a field access would go on to the `Deref` behind it.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

mod elsewhere {
    use constnet::{parameters, prelude::*};

    pub struct Gradient {
        weight: SVector<f64, 4>,
    }
    parameters! { [] Gradient as f64 { weight: vector } }
    impl std::ops::Deref for Gradient {
        type Target = super::Layer;
        fn deref(&self) -> &super::Layer {
            unimplemented!()
        }
    }
}

pub struct Layer {
    weight: SVector<f32, 4>,
}
parameters! { [] Layer as f32 => elsewhere::Gradient { weight: vector } }

fn main() {}
