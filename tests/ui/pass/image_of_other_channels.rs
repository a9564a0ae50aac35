use constnet::prelude::*;

network!(pub Net: [[3; 28]; 28] => (Dense<3, 4>, Relu) => [[4; 28]; 28]);

fn main() {}
