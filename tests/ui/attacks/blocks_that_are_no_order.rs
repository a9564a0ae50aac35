// Blocks of which a file lists one twice.
#![forbid(unsafe_code)]
use constnet::{parameters::Axes, prelude::*, weights::Layout};

struct Layer {
    gates: [[f32; 5]; 3],
}
parameters! { [] Layer as f32 {
    gates: tensor(Axes::memory("gate unit").blocks(Layout::Keras, "gate", &[0, 0, 1]))
} }

fn main() {}
