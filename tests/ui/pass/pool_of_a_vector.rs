use constnet::prelude::*;

network!(pub Net: 16 => (Dense<16, 16>, Unflatten<4, 4, 1>, MaxPool<2, 2, 2, 2>, Flatten<4>) => 4);

fn main() {}
