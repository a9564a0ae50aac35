use constnet::prelude::*;

network!(pub Net: [[2; 8]; 6] => { colours: Dense<2, 5>, pool: MaxPool<2, 2, 3, 4>, flat: Flatten<60>, out: Dense<60, 2> } => 2);

fn main() {}
