use constnet::prelude::*;

network!(pub Net: [1; 50] => (WindowConv1d<1, 4, 3, 24, Stride<2>>, GlobalMaxPool) => 4);

fn main() {}
