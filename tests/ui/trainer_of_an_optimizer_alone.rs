use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

struct Agent {
    net: Net,
    trainer: Trainer<Adam>,
}

fn main() {
    let net = Net::seeded(1);
    let _ = Agent { trainer: Trainer::new(&net, Adam::new(0.1)), net };
}
