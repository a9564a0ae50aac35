use constnet::prelude::*;

fn main() {
    let n = 8;
    let _ = Dense::<4, n>::seeded(1);
}
