use constnet::prelude::*;

network!(pub Net: [[1; 8]; 8] => (AvgPool<2, 2, 5, 5, (Pad<1>, CountPadding)>) => [[1; 5]; 5]);

fn main() {}
