use constnet::prelude::*;

type Block = (Dense<16, 16>, Relu);
network!(Deep: 4 => (Dense<4, 16>, Block, Block, Dense<16, 2>) => 2);

fn main() {}
