use constnet::prelude::*;

network!(Classifier: 2 => (Dense<2, 3>,) => 3);

fn main() {
    let mut rng = random::generator(1);
    let mut net = Classifier::init(&mut rng);
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let x = SMatrix::<f32, 2, 16>::zeros();
    let batch = MiniBatch::new(x, &[0; 8]).unwrap();
    assert!(trainer.step_batch(&mut net, &batch, &SoftmaxCrossEntropy, &mut rng).is_ok());
    assert!(trainer.step(&mut net, &x, &[0; 16], &SoftmaxCrossEntropy, &mut rng).is_ok());
}
