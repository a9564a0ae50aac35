// 28 x 28 are 784.
use constnet::prelude::*;

network!(pub Net: 780 => (Unflatten<28, 28, 1>, GlobalAvgPool) => 1);

fn main() {}
