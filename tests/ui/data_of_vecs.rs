// Neither are `Vec`s.
use constnet::prelude::*;

fn main() {
    let inputs = vec![vec![0.0_f32, 1.0]];
    let _ = Dataset::new(&inputs, &[1.0_f32]);
}
