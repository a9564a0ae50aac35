// `as` names a type by a name that the macro once had for itself.
#![forbid(unsafe_code)]
#![allow(non_camel_case_types)]
use constnet::{parameters, parameters::for_each, prelude::*};

type __U = f32;
struct Layer {
    weight: SVector<f32, 4>,
}
parameters! { [] Layer as __U { weight: vector } }

fn main() {
    for_each::<f64, _>(&Layer::zeros(), |_, _, numbers| assert_eq!(numbers.len(), 4));
}
