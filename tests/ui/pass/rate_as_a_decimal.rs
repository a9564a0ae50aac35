use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Dropout<Ratio<1, 2>>, Dense<8, 3>) => 3);

fn main() {}
