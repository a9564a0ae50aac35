// One slice of a network of f32, as f64.
#![forbid(unsafe_code)]
use constnet::{parameters::as_slice, prelude::*};

fn main() {
    let _: &[f64] = as_slice(&Dense::<2, 2>::zeros());
}
