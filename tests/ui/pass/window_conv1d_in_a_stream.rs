use constnet::prelude::*;

type Net = (Conv1d<1, 4, 3>, Relu);

fn main() {
    let net = Net::zeros();
    let _ = net.step(&mut State::rest(), &SVector::from([1.0]));
}
