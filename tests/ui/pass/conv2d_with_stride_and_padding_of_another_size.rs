use constnet::prelude::*;

network!(pub Net: [[2; 9]; 9] => (Relu, (Conv2d<2, 4, 3, 3, 5, 5, (Stride<2>, Pad<1>)>, GlobalAvgPool)) => 4);

fn main() {}
