use constnet::prelude::*;

network!(pub Net: [[6; 24]; 24] => (Relu, MaxPool<2, 2, 12, 12>) => [[6; 12]; 12]);

fn main() {}
