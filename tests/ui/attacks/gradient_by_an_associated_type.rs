// A gradient that is known only by a trait has no fields to compare.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

trait Choice {
    type Gradient: Parameters;
}
struct Layer<C> {
    weight: SVector<f32, 2>,
    choice: core::marker::PhantomData<fn() -> C>,
}
parameters! { [C: Choice] Layer<C> as f32 => C::Gradient { weight: vector, choice: marker } }

fn main() {}
