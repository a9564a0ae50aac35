// Files that fit: with the network's names, and with names that are mapped.
use constnet::{prelude::*, weights::Reader};

network!(Net: 2 => (Dense<2, 3>, Tanh) => 3);
static NET: Net = constnet::embed!("../../data/weights/bad/good.safetensors");

const MAPPED: Reader<'_> = Reader::new().table(&[("1.0", "0")]);
static NESTED: (Tanh, (Dense<2, 3>, Tanh)) =
    constnet::embed!("../../data/weights/bad/good.safetensors", MAPPED);

fn main() {
    assert_eq!(NET.predict([0.0, 0.0]), NESTED.predict([0.0, 0.0]));
}
