// Of windows, the end is known.
use constnet::prelude::*;

network!(pub Net: [2; 50] => (Bidirectional<Gru<2, 4>>, Concat<8>, Dense<8, 1>) => [1; 50]);

fn main() {}
