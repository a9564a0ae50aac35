// The first layer gives 16 values, the last one takes 9.
use constnet::prelude::*;

network!(pub Policy: 4 => (Dense<4, 16>, Tanh, Dense<9, 2>) => 2);

fn main() {}
