// The pool leaves 3 x 4 places of 5 channels.
use constnet::prelude::*;

network!(pub Net: [[2; 8]; 6] => { colours: Dense<2, 5>, pool: MaxPool<2, 2, 3, 4>, flat: Flatten<50>, out: Dense<50, 2> } => 2);

fn main() {}
