// A type that is no layer at all.
use constnet::prelude::*;

struct Swap;

network!(Net: 4 => (Dense<4, 4>, Swap) => 4);

fn main() {}
