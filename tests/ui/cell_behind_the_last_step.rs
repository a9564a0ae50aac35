// `Last` leaves one step, and the second cell wants them all.
use constnet::prelude::*;

network!(Net: [3; 10] => (Lstm<3, 8>, Last, Lstm<8, 4>) => [4; 10]);

fn main() {}
