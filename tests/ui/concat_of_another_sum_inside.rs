// The same deep inside of another layer.
use constnet::prelude::*;

network!(pub Net: 2 => (Dense<2, 4>, Residual<(Fork<(Tanh, Relu)>, Concat<9>, Dense<9, 4>)>) => 4);

fn main() {}
