use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Dropout<0.5>, Dense<8, 3>) => 3);

fn main() {}
