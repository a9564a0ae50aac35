use constnet::prelude::*;

network!(pub Net: (2, 3) => (Concat<5>, Dense<5, 4>, Relu) => 4);

fn main() {}
