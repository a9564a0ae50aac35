use constnet::prelude::*;

graph! {
    pub struct Policy: 8 => (2, 1) {
        trunk: (Dense<8, 16>, Tanh),
        actor: Dense<16, 2>,
        critic: Dense<16, 1>,
    }
    |x| {
        t = trunk(x);
        (actor(t), critic(t))
    }
}

fn main() {}
