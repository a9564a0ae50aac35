// How long to train is said by a plan.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);

fn main() {
    let inputs = [[0.0, 1.0], [1.0, 0.0]].map(SVector::from);
    let data = Dataset::new(&inputs, &[1.0, 0.0]).unwrap();
    let mut net = Net::seeded(1);
    let _ = fit(&mut net, &data, &MeanSquaredError, Adam::new(0.1), 100);
}
