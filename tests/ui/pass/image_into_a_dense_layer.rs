use constnet::prelude::*;

network!(Net: [[1; 28]; 28] => (
    Conv2d<1, 4, 5, 5, 24, 24>, Relu, Flatten<2304>, Dense<2304, 10>
) => 10);

fn main() {}
