use constnet::prelude::*;

network!(Large: 784 => (Dense<784, 512>, Relu, Dense<512, 10>) => 10);

fn main() {
    let net = Large::init_boxed(&init::FanIn, &mut random::generator(1));
    let _ = net.predict([0.0; 784]);
}
