use constnet::prelude::*;

network!(pub Net: [[1; 4]; 4] => (MaxPool<2, 2, 3, 3, Pad<1>>) => [[1; 3]; 3]);

fn main() {}
