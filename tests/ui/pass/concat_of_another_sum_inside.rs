use constnet::prelude::*;

network!(pub Net: 2 => (Dense<2, 4>, Residual<(Fork<(Tanh, Relu)>, Concat<8>, Dense<8, 4>)>) => 4);

fn main() {}
