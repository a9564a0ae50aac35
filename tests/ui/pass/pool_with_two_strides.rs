use constnet::prelude::*;

network!(pub Net: [[1; 8]; 8] => (MaxPool<2, 2, 4, 4, Stride<2>>) => [[1; 4]; 4]);

fn main() {}
