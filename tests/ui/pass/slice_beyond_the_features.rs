use constnet::prelude::*;

network!(pub Net: 5 => (Slice<3, 2>) => 2);

fn main() {}
