// The image has three channels.
use constnet::prelude::*;

network!(pub Net: [[3; 28]; 28] => (Conv2d<1, 6, 5, 5, 24, 24>, GlobalAvgPool) => 6);

fn main() {}
