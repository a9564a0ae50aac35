use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

/// As another version of rand has one.
struct StdRng;

fn main() {
    let mut rng = StdRng;
    let mut net = Net::init(&mut rng);
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let x = SVector::from([1.0, 2.0]);
    let _ = trainer.step(&mut net, &x, &[1], &SoftmaxCrossEntropy, &mut rng);
}
