// A file that constnet wrote before a layer was resized: the tensor says more than the fingerprint.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 3>, Tanh) => 3);
static NET: Net = constnet::embed!("../data/weights/bad/resized.safetensors");

fn main() {
    assert_eq!(NET.predict([0.0, 0.0]).len(), 3);
}
