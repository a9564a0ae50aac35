// The state is that of two streams, and there are two.

use constnet::prelude::*;

network!(Amp: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [1; _]);

fn main() {
    let net = Amp::zeros();
    let mut state = net.settled(&SMatrix::<f32, 1, 2>::zeros(), 10);
    net.step(&mut state, &SMatrix::<f32, 1, 2>::zeros());
}
