// A file that constnet wrote from a network of another type.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 3>, Tanh) => 3);
static NET: Net = constnet::embed!("../data/weights/bad/metadata_of_another_network.safetensors");

fn main() {
    assert_eq!(NET.predict([0.0, 0.0]).len(), 3);
}
