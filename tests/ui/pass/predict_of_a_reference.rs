use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

fn main() {
    let x = [1.0, 2.0];
    let _ = Net::seeded(1).predict(x);
}
