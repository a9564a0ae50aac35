// The first window sees nothing but padding.
use constnet::prelude::*;

network!(pub Net: [[1; 4]; 4] => (MaxPool<2, 2, 4, 4, Pad<2>>) => [[1; 4]; 4]);

fn main() {}
