use constnet::prelude::*;

network!(pub Net: [4; 50] => (Conv1d<4, 6, 2, 1, 2>, Relu) => [6; 50]);

fn main() {}
