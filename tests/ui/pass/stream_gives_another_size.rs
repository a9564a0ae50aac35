// One number at each step, as declared.

use constnet::prelude::*;

network!(pub Amp: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [1; _]);

fn main() {}
