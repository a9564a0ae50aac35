// A convolution of what was gives an output with each step.
use constnet::prelude::*;

network!(pub Net: [1; _] => (Conv1d<1, 4, 3>, Relu, Dense<4, 1>) => [1; _]);

fn main() {}
