use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);

fn main() {
    let (mut net, mut rng) = (Net::seeded(1), random::generator(1));
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let x = SMatrix::<f32, 2, 4>::zeros();
    let _ = trainer.step_with(&mut net, &x, &mut rng, |_| SMatrix::<f32, 1, 4>::zeros());
}
