// The numbers of f32 and f64 are not one slice.
use constnet::{parameters::as_slice, prelude::*};

fn main() {
    let net = (Frozen(Dense::<1, 1, f64>::zeros()), Dense::<1, 1>::zeros());
    let _: &[f32] = as_slice(&net);
}
