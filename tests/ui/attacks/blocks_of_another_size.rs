// More blocks than the axis has: the last would lie beyond the tensor.
#![forbid(unsafe_code)]
use constnet::{parameters::Axes, prelude::*, weights::Layout};

struct Layer {
    gates: [[f32; 5]; 3],
}
parameters! { [] Layer as f32 {
    gates: tensor(Axes::memory("gate unit").blocks(Layout::Keras, "gate", &[3, 0, 1, 2]))
} }

fn main() {}
