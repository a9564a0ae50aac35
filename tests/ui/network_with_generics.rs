// A network whose sizes are parameters is a plain alias of a tuple.
use constnet::prelude::*;

network!(Net<const H: usize>: 3 => (Dense<3, H>, Tanh, Dense<H, 1>) => 1);

fn main() {}
