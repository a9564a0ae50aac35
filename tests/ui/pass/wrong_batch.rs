use constnet::prelude::*;

network!(Policy: 4 => (Dense<4, 2>, Tanh) => 2);

fn main() {
    let net = Policy::zeros();
    let _: SMatrix<f32, 2, 8> = net.forward(&SMatrix::<f32, 4, 8>::zeros());
}
