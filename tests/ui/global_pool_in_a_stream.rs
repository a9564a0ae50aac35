// The mean of a whole sequence is not known before its end.
use constnet::prelude::*;

network!(pub Net: [2; _] => (Conv1d<2, 4, 3>, GlobalAvgPool, Dense<4, 1>) => [1; _]);

fn main() {}
