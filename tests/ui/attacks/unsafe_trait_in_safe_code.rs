// `Parameters` by hand needs the word `unsafe`.
#![forbid(unsafe_code)]
use constnet::{parameters::Node, prelude::*};

struct Layer;
impl Parameters for Layer {
    type Gradient = ();
    const NAME: &'static str = "Layer";
    const LAYOUT: &'static [Node] = &[];
    fn write_zeros(_: *mut Self) {}
}

fn main() {}
