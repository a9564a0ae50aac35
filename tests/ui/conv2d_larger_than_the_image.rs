// A window of 5 x 5 does not fit into 4 rows.
use constnet::prelude::*;

network!(pub Net: [[1; 28]; 4] => (Conv2d<1, 6, 5, 5, 1, 24>, GlobalAvgPool) => 6);

fn main() {}
