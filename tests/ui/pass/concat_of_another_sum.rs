use constnet::prelude::*;

network!(pub Net: 2 => (Fork<(Dense<2, 3>, Dense<2, 4>)>, Concat<7>) => 7);

fn main() {}
