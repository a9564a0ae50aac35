use constnet::prelude::*;

#[rustfmt::skip]
fn main() {
    let net = (
        Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh,
        Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh, Tanh,
    );
    let _ = net.forward(&SVector::<f32, 2>::zeros());
}
