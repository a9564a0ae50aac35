// Several layers inside are a tuple.
use constnet::prelude::*;

network!(Net: 4 => (Residual<Dense<4, 4>, Tanh>, Dense<4, 1>) => 1);

fn main() {}
