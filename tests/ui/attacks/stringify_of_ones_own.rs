// A `stringify!` that gives another name.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

macro_rules! stringify {
    ($($t:tt)*) => { "forged" };
}

struct Layer {
    weight: SVector<f32, 2>,
}
parameters! { [] Layer as f32 { weight: vector } }

// It is not refused, but right: the macro has a `stringify!` of its own.
const _: () = assert!(Layer::LAYOUT[0].name.len() == 6 && Layer::NAME.len() == 6);

fn main() {
    let _ = stringify!(this one);
}
