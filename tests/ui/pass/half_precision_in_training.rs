use constnet::{prelude::*, training::TrainError, weights};
use half::f16;

network!(Net: 2 => (Dense<2, 3>, Tanh, Dense<3, 1>) => 1);
network!(Small: 2 => (Dense<2, 3, f16>, Tanh, Dense<3, 1, f16>) => 1);

fn main() -> Result<(), TrainError> {
    let mut rng = random::generator(1);
    let mut net = Net::init(&mut rng);
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let x = SVector::from([0.5_f32, 1.0]);
    trainer.step(&mut net, &x, &[1.0_f32], &MeanSquaredError, &mut rng)?;

    let mut small = Small::zeros();
    assert_eq!(weights::convert(&net, &mut small), Ok(()));
    Ok(())
}
