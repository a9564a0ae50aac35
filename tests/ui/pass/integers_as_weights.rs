// f64 has.
use constnet::prelude::*;

network!(pub Policy<f64>: 4 => (Dense<4, 2, f64>) => 2);

fn main() {}
