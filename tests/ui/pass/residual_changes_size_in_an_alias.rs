use constnet::prelude::*;

type Block = (Dense<8, 8>, Residual<(Dense<8, 8>, Tanh)>);
network!(Net: 8 => (Block, Dense<8, 1>) => 1);

fn main() {}
