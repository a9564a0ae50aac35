// What is added to its input must have its size.
use constnet::prelude::*;

network!(Net: 3 => (Residual<(Dense<3, 2>, Tanh)>, Dense<2, 1>) => 1);

fn main() {}
