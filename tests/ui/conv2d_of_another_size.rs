// A window of 5 x 5 finds 24 places in 28.
use constnet::prelude::*;

network!(pub Net: [[1; 28]; 28] => (Conv2d<1, 6, 5, 5, 23, 24>, Relu) => [[6; 24]; 23]);

fn main() {}
