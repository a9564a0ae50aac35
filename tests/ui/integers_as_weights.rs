// Integers have no exponentials.
use constnet::prelude::*;

network!(pub Policy<i32>: 4 => (Dense<4, 2, i32>) => 2);

fn main() {}
