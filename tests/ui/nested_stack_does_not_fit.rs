// A stack inside a stack is blamed by what it takes.
use constnet::prelude::*;

type Block = (Dense<8, 8>, Relu);
network!(Deep: 4 => (Dense<4, 16>, Block, Dense<8, 2>) => 2);

fn main() {}
