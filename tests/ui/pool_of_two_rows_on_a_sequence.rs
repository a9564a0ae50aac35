// A sequence has one row.
use constnet::prelude::*;

network!(pub Net: [3; 50] => (MaxPool<2, 2, 25, 25>) => [3; 25]);

fn main() {}
