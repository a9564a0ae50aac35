// The last layer of the second arm, in a stack with a name.
use constnet::prelude::*;

type Arms = Fork<(Relu, Residual<(Dense<8, 16>, Tanh, Dense<15, 8>)>)>;
type Block = (Dense<4, 8>, Frozen<Arms>, Sum);
network!(Net: 4 => (Block, Dense<8, 2>) => 2);

fn main() {}
