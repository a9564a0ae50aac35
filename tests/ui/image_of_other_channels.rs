// The image has three channels at each place, the layer takes one.
use constnet::prelude::*;

network!(pub Net: [[3; 28]; 28] => (Dense<1, 4>, Relu) => [[4; 28]; 28]);

fn main() {}
