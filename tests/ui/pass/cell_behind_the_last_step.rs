use constnet::prelude::*;

network!(Net: [3; 10] => (Lstm<3, 8>, Lstm<8, 4>) => [4; 10]);

fn main() {}
