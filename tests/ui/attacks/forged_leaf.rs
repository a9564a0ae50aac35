// A description of a tensor that nobody has.
#![forbid(unsafe_code)]
use constnet::{parameters::Leaf, scalar::Kind};

fn main() {
    let _ = Leaf { rows: 1_000_000, columns: 1, rank: 1, kind: Kind::F32 };
}
