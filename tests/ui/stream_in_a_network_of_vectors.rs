//! A cell takes sequences and streams; declared are single vectors.

use constnet::prelude::*;

network!(pub Amp: 1 => (Lstm<1, 16>, Dense<16, 1>) => 1);

fn main() {}
