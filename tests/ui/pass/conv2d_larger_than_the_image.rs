use constnet::prelude::*;

network!(pub Net: [[1; 28]; 4] => (Conv2d<1, 6, 4, 5, 1, 24>, GlobalAvgPool) => 6);

fn main() {}
