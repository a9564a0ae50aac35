// A layer with something to train must say how: the gradient of `weight` is missing.
use constnet::rand::Rng;
use constnet::{parameters, prelude::*};

struct Scale {
    weight: SVector<f32, 1>,
}
parameters! { [] Scale as f32 { weight: vector } }

impl Forward<SVector<f32, 1>> for Scale {
    type Output = SVector<f32, 1>;
    fn forward(&self, x: &SVector<f32, 1>) -> Self::Output {
        self.weight.component_mul(x)
    }
}
impl Backward<SVector<f32, 1>> for Scale {
    type Cache = ();

    fn forward_train<R: Rng + ?Sized>(&self, x: &SVector<f32, 1>, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }
    fn backward_input(
        &self,
        _: &SVector<f32, 1>,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> SVector<f32, 1> {
        self.weight.component_mul(dy)
    }
}

fn main() {
    let mut net = (Scale::zeros(), Tanh);
    let mut trainer = Trainer::new(&net, Sgd::new(0.25));
    let mut rng = constnet::random::generator(1);
    let x = SVector::from([1.0]);
    let _ = trainer.step(&mut net, &x, &[2.0], &MeanSquaredError, &mut rng);
}
