// The parts have 3 + 4 features, not 8.
use constnet::prelude::*;

network!(pub Net: 2 => (Fork<(Dense<2, 3>, Dense<2, 4>)>, Concat<8>) => 8);

fn main() {}
