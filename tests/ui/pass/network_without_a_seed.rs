use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

fn main() {
    let _ = Net::seeded(7);
}
