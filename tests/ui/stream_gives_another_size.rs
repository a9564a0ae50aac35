//! The network gives one number at each step, and two are declared.

use constnet::prelude::*;

network!(pub Amp: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [2; _]);

fn main() {}
