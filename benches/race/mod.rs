//! Interleaved measurement: contenders take turns, so that a slow moment of the machine meets all.

use std::{
    fmt,
    time::{Duration, Instant},
};

/// What is measured: a name and a call.
pub type Contender<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// How long to look.
pub struct Clock {
    sample: Duration,
    rounds: usize,
}

impl Clock {
    /// Samples of a millisecond, of which the variable ROUNDS can say how many.
    pub fn rounds(rounds: usize) -> Self {
        let given = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
        Self { sample: Duration::from_millis(1), rounds: given.unwrap_or(rounds) }
    }

    /// One call each: it works, and says nothing about time.
    pub fn once() -> Self {
        Self { sample: Duration::ZERO, rounds: 1 }
    }

    /// The time of each contender, in an order that rotates from round to round.
    pub fn race(&self, contenders: &mut [Contender<'_>]) -> Vec<Time> {
        let repetitions: Vec<u32> =
            contenders.iter_mut().map(|(_, call)| self.repetitions(call)).collect();
        let mut samples = vec![Vec::with_capacity(self.rounds); contenders.len()];
        for round in 0..self.rounds {
            for turn in 0..contenders.len() {
                let which = (round + turn) % contenders.len();
                let start = Instant::now();
                for _ in 0..repetitions[which] {
                    contenders[which].1();
                }
                let nanoseconds = start.elapsed().as_secs_f64() * 1e9;
                samples[which].push(nanoseconds / f64::from(repetitions[which]));
            }
        }
        samples.into_iter().map(Time).collect()
    }

    /// Calls that fill a sample.
    fn repetitions(&self, call: &mut impl FnMut()) -> u32 {
        let mut repetitions = 1;
        loop {
            let start = Instant::now();
            for _ in 0..repetitions {
                call();
            }
            if start.elapsed() >= self.sample {
                return repetitions;
            }
            repetitions *= 2;
        }
    }
}

/// Nanoseconds of one call, round by round.
pub struct Time(Vec<f64>);

impl Time {
    pub fn minimum(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub fn median(&self) -> f64 {
        median(self.0.clone())
    }

    /// Of one of n equal parts of the call.
    pub fn per(&self, n: usize) -> Self {
        Self(self.0.iter().map(|time| time / n as f64).collect())
    }

    /// How many times the other's, by the median of all rounds: in each, both met the same mood of the
    /// machine, which lasts longer than a round.
    #[allow(dead_code, reason = "the report compares no two contenders")]
    pub fn over(&self, other: &Self) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(a, b)| a / b).collect())
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minimum, median) = (self.minimum(), self.median());
        let digits = match minimum {
            0.0..10.0 => 2,
            10.0..100.0 => 1,
            _ => 0,
        };
        write!(out, "{minimum:.digits$} ({median:.digits$})")
    }
}
