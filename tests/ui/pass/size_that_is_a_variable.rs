use constnet::prelude::*;

fn main() {
    const N: usize = 8;
    let _ = Dense::<4, N>::seeded(1);
}
