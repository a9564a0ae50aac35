// 12 x 12 places of 6 channels.
use constnet::prelude::*;

network!(pub Net: [[6; 12]; 12] => (Flatten<860>, Dense<860, 10>) => 10);

fn main() {}
