// Too large for the stack.
use constnet::prelude::*;

network!(Large: 784 => (Dense<784, 512>, Relu, Dense<512, 10>) => 10);

fn main() {
    let net = Large::seeded(1);
    let _ = net.predict([0.0; 784]);
}
