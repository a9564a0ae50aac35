use constnet::prelude::*;
use constnet::values::channels_last;

network!(Net: [[3; 32]; 32] => (
    Conv2d<3, 8, 3, 3, 30, 30>, Relu, GlobalAvgPool, Dense<8, 2>,
) => 2);

fn main() {
    let image = [[[0.5; 32]; 32]; 3];
    let _ = Net::seeded(1).forward(&channels_last(&image));
}
