use constnet::prelude::*;

network!(Policy: 4 => (Dense<4, 2>, Tanh) => 2);

fn main() {
    let net = Policy::zeros();
    let _: [f32; 2] = net.predict([0.0; 4]);
}
