// One layer computes in f64, the others in f32.
use constnet::prelude::*;

network!(Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2, f64>) => 2);

fn main() {}
