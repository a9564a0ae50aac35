use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

use std::sync::LazyLock;

static NET: LazyLock<Net> = LazyLock::new(|| Net::seeded(1));

fn main() {
    let _ = NET.predict([1.0, 2.0]);
}
