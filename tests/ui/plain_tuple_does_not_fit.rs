// A tuple that no `network!` has checked.
use constnet::prelude::*;

type Net = (Dense<2, 8>, Tanh, Dense<9, 1>);

fn main() {
    let net = Net::seeded(1);
    let _ = net.predict([1.0, 2.0]);
}
