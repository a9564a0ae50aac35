// A file of torch.save, which is a zip archive.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 3>, Tanh) => 3);
static NET: Net = constnet::embed!("../data/weights/bad/zip_magic.safetensors");

fn main() {
    assert_eq!(NET.predict([0.0, 0.0]).len(), 3);
}
