// As PyTorch has it: one channel of 28 rows of 28. Ours are innermost.
use constnet::prelude::*;

type Net = Conv2d<1, 6, 5, 5, 24, 24>;

fn main() {
    let image = [[SVector::<f32, 28>::zeros(); 28]; 1];
    let _ = Net::zeros().forward(&image);
}
