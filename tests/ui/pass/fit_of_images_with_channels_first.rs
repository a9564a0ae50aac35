use constnet::prelude::*;
use constnet::values::channels_last;

network!(Net: [[3; 32]; 32] => (
    Conv2d<3, 8, 3, 3, 30, 30>, Relu, GlobalAvgPool, Dense<8, 2>,
) => 2);

fn main() {
    let images = [[[[0.5_f32; 32]; 32]; 3]; 8].map(|image| channels_last(&image));
    let data = Dataset::classes(&images, &[0, 1, 0, 1, 0, 1, 0, 1], 2).unwrap();
    let mut net = Net::seeded(1);
    let _ = fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(1e-3), &Fit::new(1));
}
