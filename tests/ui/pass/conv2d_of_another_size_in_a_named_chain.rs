use constnet::prelude::*;

network!(pub Net: [[1; 28]; 28] => {
    first: Conv2d<1, 6, 5, 5, 24, 24>, pool: MaxPool<2, 2, 12, 12>, second: Conv2d<6, 16, 5, 5, 8, 8>, mean: GlobalAvgPool
} => 16);

fn main() {}
