// Two values are not the features of one: `Concat` makes them so.
use constnet::prelude::*;

network!(pub Net: (2, 3) => (Dense<5, 4>, Relu) => 4);

fn main() {}
