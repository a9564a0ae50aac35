use constnet::{parameters::Axes, prelude::*};

struct Layer {
    weight: [[[f32; 2]; 3]; 4],
}
parameters! { [] Layer as f32 { weight: tensor(Axes::memory("k in out").torch("out in k")) } }

fn main() {
    assert_eq!(Layer::COUNT, Layer::zeros().weight.as_flattened().as_flattened().len());
}
