// Padding never is the largest.
use constnet::prelude::*;

network!(pub Net: [[1; 8]; 8] => (MaxPool<2, 2, 5, 5, (Pad<1>, CountPadding)>) => [[1; 5]; 5]);

fn main() {}
