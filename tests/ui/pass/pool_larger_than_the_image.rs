use constnet::prelude::*;

network!(pub Net: [[1; 28]; 4] => (AvgPool<4, 2, 1, 14>) => [[1; 14]; 1]);

fn main() {}
