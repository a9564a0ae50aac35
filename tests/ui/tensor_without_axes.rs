// An array as a tensor, without a word on how files list its axes.
use constnet::prelude::*;

struct Layer {
    weight: [[[f32; 2]; 3]; 4],
}
parameters! { [] Layer as f32 { weight: tensor } }

fn main() {}
