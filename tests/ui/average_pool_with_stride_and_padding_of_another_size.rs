// With a row and column of zeros around them, 9 make 5.
use constnet::prelude::*;

network!(pub Net: [[2; 9]; 9] => (AvgPool<3, 3, 4, 4, (Stride<2>, Pad<1>)>, Flatten<32>) => 32);

fn main() {}
