// Backwards in time goes only what has an end.
use constnet::prelude::*;

network!(pub Net: [2; _] => (Bidirectional<Gru<2, 4>>, Concat<8>, Dense<8, 1>) => [1; _]);

fn main() {}
