// A download that stopped.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 3>, Tanh) => 3);
static NET: Net = constnet::embed!("../data/weights/bad/data_cut_by_one.safetensors");

fn main() {
    assert_eq!(NET.predict([0.0, 0.0]).len(), 3);
}
