use constnet::prelude::*;

network!(pub Net: [[1; 28]; 28] => (Conv2d<1, 6, 5, 5, 24, 24>, Relu) => [[6; 24]; 24]);

fn main() {}
