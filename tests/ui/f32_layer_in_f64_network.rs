// One layer is of another type of number than the rest.
use constnet::prelude::*;

network!(Net<f64>: 4 => (Dense<4, 16, f64>, Tanh, Dense<16, 2>) => 2);

fn main() {}
