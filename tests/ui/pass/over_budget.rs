// A network that fits into memory.
use constnet::{budget, prelude::*};

network!(Net: 4 => (Dense<4, 32>, Tanh, Dense<32, 10>) => 10);
budget!(Net, SVector<f32, 4> => flash <= 16 * 1024, ram <= 2 * 1024);

fn main() {
    let _ = Net::zeros();
}
