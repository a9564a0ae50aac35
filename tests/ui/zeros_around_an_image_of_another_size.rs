// Zeros on both sides of 28.
use constnet::prelude::*;

network!(pub Net: [[1; 28]; 28] => (ZeroPad<29, 30>) => [[1; 30]; 29]);

fn main() {}
