// There are five features.
use constnet::prelude::*;

network!(pub Net: 5 => (Slice<3, 4>) => 4);

fn main() {}
