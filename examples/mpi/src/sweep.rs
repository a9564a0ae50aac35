//! A search: networks that differ in their learning rate, each trained by one rank alone. Rates and results travel, no
//! network does, so that it grows with the number of ranks as long as there are networks.

use crate::digits::{self, LEARNED, TESTED};
use constnet::{
    prelude::*,
    ranks::{Ranks, Team, TeamError},
};

const RATES: [f32; 8] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1];
const SEEDS: usize = 3;

pub fn sweep<R: Ranks>(team: &mut Team<R>) -> Result<(), TeamError> {
    let mut read = |lines| digits::read(lines).map_err(|error| team.give_up(&error));
    let (train, test) = (read(0..LEARNED)?, read(TESTED)?);
    let train = Dataset::classes(&train.0, &train.1, 10)?;
    let test = Dataset::classes(&test.0, &test.1, 10)?;
    let mut mine = Vec::new();
    for i in team.range(RATES.len() * SEEDS) {
        let (rate, seed) = (RATES[i / SEEDS], (i % SEEDS) as u64);
        let mut net = digits::reader(seed);
        let plan = Fit::new(seed).epochs(8).batch(BatchSize::<16>);
        // A rate that is too large is a result too.
        let trained = fit(&mut net, &train, &SoftmaxCrossEntropy, Adam::new(rate.into()), &plan);
        mine.push(trained.map_or(0.0, |_| accuracy(&net, &test)));
    }
    let all = team.gather(&mine)?.concat();
    if team.rank() == 0 {
        println!("rate     accuracy, mean of {SEEDS} networks");
        for (rate, found) in RATES.iter().zip(all.chunks(SEEDS)) {
            println!("{rate:<7}  {:.4}", found.iter().sum::<f64>() / SEEDS as f64);
        }
    }
    Ok(())
}
