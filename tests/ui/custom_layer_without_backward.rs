// A layer that can only infer cannot be trained.
use constnet::{parameters, prelude::*};

struct Double;

impl<const N: usize, const B: usize> Forward<SMatrix<f32, N, B>> for Double {
    type Output = SMatrix<f32, N, B>;
    fn forward(&self, x: &SMatrix<f32, N, B>) -> Self::Output {
        x + x
    }
}
parameters! { [] Double {} }

fn main() {
    let mut net = (Dense::<1, 1>::zeros(), Double);
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let mut rng = constnet::random::generator(1);
    let x = SVector::from([1.0]);
    let _ = trainer.step(&mut net, &x, &[2.0], &MeanSquaredError, &mut rng);
}
