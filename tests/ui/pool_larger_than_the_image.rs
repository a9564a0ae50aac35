// A window of 5 rows on an image of 4.
use constnet::prelude::*;

network!(pub Net: [[1; 28]; 4] => (AvgPool<5, 2, 1, 14>) => [[1; 14]; 1]);

fn main() {}
