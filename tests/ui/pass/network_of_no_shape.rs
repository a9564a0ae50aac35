use constnet::prelude::*;

network!(pub Net: { 2 * 2 } => (Dense<4, 3>) => 3);

fn main() {}
