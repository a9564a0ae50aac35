// A description of a tensor that nobody has.
#![forbid(unsafe_code)]
use constnet::{parameters::Leaf, scalar::Kind};

fn main() {
    let _ = Leaf { len: 1_000_000, kind: Kind::F32 };
}
