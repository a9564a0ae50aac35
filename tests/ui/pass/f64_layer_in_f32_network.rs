use constnet::prelude::*;

network!(Policy<f64>: 4 => (Dense<4, 16, f64>, Tanh, Dense<16, 2, f64>) => 2);

fn main() {
    let mut rng = constnet::random::generator(1);
    assert_eq!(Policy::init(&mut rng).predict([0.5_f64; 4]).len(), 2);
}
