// A layer that stays untrained because its tensor has another name.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 3>, Tanh) => 3);
static NET: Net = constnet::embed!("../data/weights/bad/missing.safetensors");

fn main() {
    assert_eq!(NET.predict([0.0, 0.0]).len(), 3);
}
