use constnet::prelude::*;

network!(pub Net: [[4; 8]; 8] => (Conv2d<4, 6, 3, 3, 8, 8, Same, 2>, GlobalAvgPool) => 6);

fn main() {}
