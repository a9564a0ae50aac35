use constnet::prelude::*;

network!(pub Net: [[1; 28]; 28] => (ZeroPad<30, 30>) => [[1; 30]; 30]);

fn main() {}
