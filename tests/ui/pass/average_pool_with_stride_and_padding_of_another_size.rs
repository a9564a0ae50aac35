use constnet::prelude::*;

network!(pub Net: [[2; 9]; 9] => (AvgPool<3, 3, 5, 5, (Stride<2>, Pad<1>)>, Flatten<50>) => 50);

fn main() {}
