//! What a step costs: 784-128-10 on 1,024 samples, in 8 chunks.

use constnet::{
    nalgebra::SVector,
    prelude::*,
    ranks::{Ranks, Team, TeamError},
};
use std::time::Instant;

network!(Net: 784 => (Dense<784, 128>, Relu, Dense<128, 10>) => 10);

const SIZE: BatchSize<128> = BatchSize;
const CHUNKS: usize = 8;
const SAMPLES: usize = 1024;
const STEPS: usize = 10;

/// The shortest of so many rounds, as milliseconds a step; and what is sent.
pub fn measure<R: Ranks>(team: &mut Team<R>, rounds: usize) -> Result<(), TeamError> {
    let mut rng = random::generator(1);
    let mut image = || SVector::<f32, 784>::from_fn(|_, _| random::unit(&mut rng) as f32);
    let images: Vec<_> = (0..SAMPLES).map(|_| image()).collect();
    let numbers: Vec<usize> = (0..SAMPLES).map(|i| i % 10).collect();
    let data = Dataset::classes(&images, &numbers, 10)?;
    let data = team.whole(&data)?;
    let mut net = Net::init_boxed(&init::He::NORMAL, &mut random::generator(2));
    let mut trainer = Trainer::boxed(&*net, Sgd::new(0.01));
    let mut chunks = team.chunks(&*net, SIZE, CHUNKS);
    let samples: Vec<usize> = (0..SAMPLES).collect();
    let mut best = f64::INFINITY;
    let before = team.sent();
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..STEPS {
            let loss = SoftmaxCrossEntropy;
            team.step(&mut trainer, &mut *net, &data, &samples, &mut chunks, &loss, &mut rng)?;
        }
        best = best.min(1e3 * start.elapsed().as_secs_f64() / STEPS as f64);
    }
    let steps = (rounds * STEPS) as f64;
    let after = team.sent();
    let own = [after.0 - before.0, after.1 - before.1].map(|sent| sent as f64 / steps);
    let all = team.gather(&own)?;
    if team.rank() == 0 {
        let sum = |i: usize| all.iter().map(|own| own[i]).sum::<f64>();
        println!(
            "{} ranks: {best:.2} ms a step, {} messages and {} bytes in all",
            team.size(),
            sum(0),
            sum(1)
        );
    }
    Ok(())
}
