// The network is declared for 3 outputs, its last layer gives 2.
use constnet::prelude::*;

network!(Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 3);

fn main() {}
