use constnet::prelude::*;

network!(Net: 3 => (Residual<(Dense<3, 3>, Tanh)>, Dense<3, 1>) => 1);

fn main() {}
