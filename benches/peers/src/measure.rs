//! Time, of contenders that take turns.

use crate::contender::Contender;
use std::time::{Duration, Instant};

/// How long a sample takes. Short beside the minutes over which a machine changes its speed, long beside
/// reading the clock.
const SAMPLE: Duration = Duration::from_micros(1500);

/// Nanoseconds of one repetition.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub minimum: f64,
    pub median: f64,
}

/// The times of contenders that take turns for so many rounds, each round beginning with another one.
pub fn interleaved(contenders: &mut [Box<dyn Contender>], rounds: usize) -> Vec<Times> {
    let count = contenders.len();
    let repetitions: Vec<u32> = contenders.iter_mut().map(|c| calibrated(&mut **c)).collect();
    let mut samples = vec![Vec::with_capacity(rounds); count];
    for round in 0..rounds {
        for turn in 0..count {
            let i = (round + turn) % count;
            // Brings back what the one before has driven out of the caches.
            contenders[i].run(repetitions[i].div_ceil(8));
            let time = time(&mut *contenders[i], repetitions[i]);
            samples[i].push(time.as_nanos() as f64 / f64::from(repetitions[i]));
        }
    }
    samples.iter_mut().map(|samples| summary(samples)).collect()
}

/// The time of so many repetitions.
pub fn time(contender: &mut dyn Contender, repetitions: u32) -> Duration {
    let start = Instant::now();
    contender.run(repetitions);
    start.elapsed()
}

/// How many repetitions take about [`SAMPLE`].
fn calibrated(contender: &mut dyn Contender) -> u32 {
    let mut repetitions = 1;
    loop {
        let time = time(contender, repetitions);
        if time >= SAMPLE / 4 {
            let wanted = f64::from(repetitions) * SAMPLE.as_secs_f64() / time.as_secs_f64();
            return (wanted as u32).max(1);
        }
        repetitions *= 2;
    }
}

fn summary(samples: &mut [f64]) -> Times {
    samples.sort_by(f64::total_cmp);
    Times { minimum: samples[0], median: samples[samples.len() / 2] }
}
