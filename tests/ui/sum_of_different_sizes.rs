// A sum is of values of one size.
use constnet::prelude::*;

network!(pub Net: 4 => (Fork<(Dense<4, 3>, Dense<4, 2>)>, Sum) => 3);

fn main() {}
