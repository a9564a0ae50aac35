use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

static NET: Net = Net::seeded(1);

fn main() {
    let _ = NET.predict([1.0, 2.0]);
}
