use constnet::prelude::*;

#[rustfmt::skip]
network!(pub Net: 2 => (
    Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh,
    Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh,
) => 2);

fn main() {}
