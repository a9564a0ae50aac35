// A step is a vector, not an array of numbers.
use constnet::prelude::*;

network!(Amp: [1; _] => (Lstm<1, 4>, Dense<4, 1>) => [1; _]);

fn main() {
    let net = Amp::seeded(1);
    let mut state = State::rest();
    let _ = net.step(&mut state, &[0.5]);
}
