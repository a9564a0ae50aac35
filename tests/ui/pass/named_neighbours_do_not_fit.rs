use constnet::prelude::*;

network!(pub Policy: 4 => { hidden: Dense<4, 16>, act: Tanh, out: Dense<16, 2> } => 2);

fn main() {}
