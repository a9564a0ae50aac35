// The layers are not a tuple.
use constnet::prelude::*;

network!(pub Policy: 4 => Dense<4, 2> => 2);

fn main() {}
