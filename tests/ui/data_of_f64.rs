use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

fn main() {
    let inputs = [[0.0_f64, 1.0], [1.0, 0.0]].map(SVector::from);
    let data = Dataset::classes(&inputs, &[0, 1], 3).unwrap();
    let mut net = Net::seeded(1);
    let _ = fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(0.1), &Fit::new(1));
}
