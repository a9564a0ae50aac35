use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);

fn main() {
    let net = Net::seeded(1);
    let _ = Trainer::new(&net, Adam::new(0.001));
}
