// Three inputs of four for each output.
use constnet::prelude::*;

network!(pub Net: [[4; 8]; 8] => (Conv2d<4, 6, 3, 3, 8, 8, Same, 3>, GlobalAvgPool) => 6);

fn main() {}
