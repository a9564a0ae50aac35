use constnet::prelude::*;

fn main() {
    let mut rng = constnet::random::generator(1);
    let mut net = Dense::<2, 1>::zeros();
    let mut trainer = Trainer::new(&net, Adam::new(1e-3).clip_norm(1.0));
    let x = SVector::from([1.0, 2.0]);
    let _ = trainer.step_fused(&mut net, &x, &[0.5], &MeanSquaredError, &mut rng);
}
