// A network that needs more flash than there is.
use constnet::{budget, prelude::*};

network!(Net: 4 => (Dense<4, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 10>) => 10);
budget!(Net, SVector<f32, 4> => flash <= 16 * 1024, ram <= 2 * 1024);

fn main() {
    let _ = Net::zeros();
}
