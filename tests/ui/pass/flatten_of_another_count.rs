use constnet::prelude::*;

network!(pub Net: [[6; 12]; 12] => (Flatten<864>, Dense<864, 10>) => 10);

fn main() {}
