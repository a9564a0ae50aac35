// A network whose state is small enough for each voice.
use constnet::{budget, prelude::*};

network!(Amp: [1; _] => (Gru<1, 128>, Dense<128, 1>) => [1; _]);
budget!(Amp, SVector<f32, 1> => flash <= 512 * 1024, ram <= 2 * 1024, state <= 512);

fn main() {
    let _ = Amp::zeros();
}
