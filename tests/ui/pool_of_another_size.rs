// 24 rows and columns make 12, not 13 columns.
use constnet::prelude::*;

network!(pub Net: [[6; 24]; 24] => (Relu, MaxPool<2, 2, 12, 13>) => [[6; 13]; 12]);

fn main() {}
