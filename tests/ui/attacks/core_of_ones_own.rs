// A crate that calls itself `core`, with an `offset_of!` that lies.
#![forbid(unsafe_code)]
extern crate self as core;
use constnet::{parameters, prelude::*};

pub mod mem {
    #[macro_export]
    macro_rules! lie {
        ($($t:tt)*) => { 4096 };
    }
    pub use lie as offset_of;
}

struct Layer {
    weight: SVector<f32, 2>,
}
parameters! { [] Layer as f32 { weight: vector } }

// It is not refused, but right: the macro has a `core` of its own.
const _: () = assert!(Layer::LAYOUT[0].offset == 4096);

fn main() {}
