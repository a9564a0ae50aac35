// A size is a literal, a path, or an expression in braces.
use constnet::prelude::*;

network!(pub Net: 2 * 2 => (Dense<4, 3>) => 3);

fn main() {}
