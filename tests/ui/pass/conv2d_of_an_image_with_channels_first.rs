use constnet::prelude::*;
use constnet::values::channels_last;

type Net = Conv2d<1, 6, 5, 5, 24, 24>;

fn main() {
    let image = channels_last(&[[[0.0; 28]; 28]; 1]);
    let _ = Net::zeros().forward(&image);
}
