// A hundred voices with a kilobyte each: what a network remembers has a budget of its own.
use constnet::{budget, prelude::*};

network!(Amp: [1; _] => (Lstm<1, 128>, Dense<128, 1>) => [1; _]);
budget!(Amp, SVector<f32, 1> => flash <= 512 * 1024, ram <= 2 * 1024, state <= 512);

fn main() {
    let _ = Amp::zeros();
}
