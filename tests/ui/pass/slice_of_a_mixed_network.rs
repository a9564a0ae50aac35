use constnet::{parameters::as_slice, prelude::*};

fn main() {
    let net = (Frozen(Dense::<1, 1>::zeros()), Dense::<1, 1>::zeros());
    let numbers: &[f32] = as_slice(&net);
    assert_eq!(numbers, [0.0; 4]);
}
