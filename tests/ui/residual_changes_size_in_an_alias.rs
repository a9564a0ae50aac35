// A residual block that changes the size, inside of a block with a name.
use constnet::prelude::*;

type Block = (Dense<8, 8>, Residual<(Dense<8, 4>, Tanh)>);
network!(Net: 8 => (Block, Dense<4, 1>) => 1);

fn main() {}
