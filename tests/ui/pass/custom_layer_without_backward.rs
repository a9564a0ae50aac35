use constnet::rand::Rng;
use constnet::{parameters, prelude::*};

struct Double;

impl<const N: usize, const B: usize> Forward<SMatrix<f32, N, B>> for Double {
    type Output = SMatrix<f32, N, B>;
    fn forward(&self, x: &SMatrix<f32, N, B>) -> Self::Output {
        x + x
    }
}
parameters! { [] Double {} }

impl<const N: usize, const B: usize> Backward<SMatrix<f32, N, B>> for Double {
    type Cache = ();

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<f32, N, B>,
        _: &mut R,
    ) -> (Self::Output, Self::Cache) {
        (self.forward(x), ())
    }
    fn backward_input(
        &self,
        _: &SMatrix<f32, N, B>,
        _: &Self::Output,
        _: &Self::Cache,
        dy: &Self::Output,
    ) -> SMatrix<f32, N, B> {
        dy + dy
    }
}

fn main() {
    let mut net = (Dense::<1, 1>::zeros(), Double);
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let mut rng = constnet::random::generator(1);
    let x = SVector::from([1.0]);
    trainer.step(&mut net, &x, &[2.0], &MeanSquaredError, &mut rng).unwrap();
    // dL/dy = 2·(0 − 2), twice through `Double`.
    assert_eq!(net.0.predict([0.0]), [0.8]);
}
