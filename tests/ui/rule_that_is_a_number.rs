// A stride is a rule, a ratio is none.
use constnet::prelude::*;

network!(pub Net: [[1; 8]; 8] => (MaxPool<2, 2, 4, 4, Ratio<2>>) => [[1; 4]; 4]);

fn main() {}
