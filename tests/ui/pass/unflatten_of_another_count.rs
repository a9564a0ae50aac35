use constnet::prelude::*;

network!(pub Net: 784 => (Unflatten<28, 28, 1>, GlobalAvgPool) => 1);

fn main() {}
