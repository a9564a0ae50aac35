use constnet::{prelude::*, weights};
use half::f16;

network!(Net: 2 => (Dense<2, 3>, Tanh, Dense<3, 1>) => 1);
network!(Small: 2 => (Dense<2, 3, f16>, Relu, Dense<3, 1, f16>) => 1);

fn main() {
    let net = Net::zeros();
    let _ = weights::convert(&net, &mut Small::zeros());
}
