// What needs a whole window takes no single step.
use constnet::prelude::*;

type Net = (WindowConv1d<1, 4, 3, 48>, Relu);

fn main() {
    let net = Net::zeros();
    let _ = net.step(&mut State::rest(), &SVector::from([1.0]));
}
