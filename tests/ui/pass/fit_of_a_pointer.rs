use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

fn main() {
    let inputs = [SVector::from([0.0_f32, 1.0])];
    let data = Dataset::classes(&inputs, &[2], 3).unwrap();
    let mut net = Box::new(Net::seeded(1));
    let _ = fit(&mut *net, &data, &SoftmaxCrossEntropy, Sgd::new(0.1), &Fit::new(1));
}
