// A rate of 1/2 keeps every other value, doubled.
use constnet::prelude::*;

fn main() {
    let x = SVector::<f32, 1>::zeros();
    let mut rng = constnet::random::generator(1);
    let _ = Dropout.forward_train(&x, &mut rng);
}
