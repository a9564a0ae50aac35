use constnet::prelude::*;

network!(pub Net: [3; 50] => (MaxPool<1, 2, 1, 25>) => [3; 25]);

fn main() {}
