use constnet::{prelude::*, training::TrainError};
use half::f16;

network!(Net: 2 => (Dense<2, 3, f16>, Tanh, Dense<3, 1, f16>) => 1);

fn main() -> Result<(), TrainError> {
    let mut rng = random::generator(1);
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let x = SVector::from([0.5_f32, 1.0]);
    trainer.step(&mut net, &x, &[1.0_f32], &MeanSquaredError, &mut rng)?;
    Ok(())
}
