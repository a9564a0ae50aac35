use constnet::prelude::*;

fn main() {
    let _ = Dense::<4, 8>::seeded(1);
}
