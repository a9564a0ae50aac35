//! Interleaved measurement: contenders take turns, so that a slow moment of the machine meets all.

use constnet::{init::FanIn, parameters::copy_to_slice, prelude::*, random};
use std::{
    fmt,
    mem::MaybeUninit,
    time::{Duration, Instant},
};

/// What is measured: a name and a call.
pub type Contender<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// How long to look.
pub struct Clock {
    sample: Duration,
    rounds: usize,
}

impl Default for Clock {
    fn default() -> Self {
        let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
        Self { sample: Duration::from_millis(1), rounds: rounds.unwrap_or(400) }
    }
}

/// Nanoseconds of one call.
#[derive(Clone, Copy)]
pub struct Time {
    pub minimum: f64,
    pub median: f64,
}

impl Time {
    pub fn per(self, n: usize) -> Self {
        Self { minimum: self.minimum / n as f64, median: self.median / n as f64 }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = match self.minimum {
            0.0..10.0 => 2,
            10.0..100.0 => 1,
            _ => 0,
        };
        write!(out, "{:.digits$} ({:.digits$})", self.minimum, self.median)
    }
}

impl Clock {
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
        samples
            .into_iter()
            .map(|mut samples| {
                samples.sort_by(f64::total_cmp);
                Time { minimum: samples[0], median: samples[samples.len() / 2] }
            })
            .collect()
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

/// A network at the start of a cache line, or where `malloc` puts a large one: sixteen bytes behind.
/// There every second vector of weights lies across two lines.
#[repr(C, align(64))]
struct AtLine<N>(MaybeUninit<N>);
#[repr(C, align(64))]
struct Behind<N>([f32; 4], MaybeUninit<N>);

/// Where networks, ours and the C's, lie in memory.
#[derive(Clone, Copy)]
pub enum Place {
    AtLine,
    Boxed,
}

impl Place {
    /// A new network in this place, and its parameters in another that is as far from a line.
    pub fn network<N: Init + Only<f32> + 'static>(self) -> (&'static mut N, &'static mut [f32]) {
        let mut rng = random::generator(1);
        let (net, offset) = match self {
            Self::AtLine => {
                let slot = Box::leak(Box::new(AtLine(MaybeUninit::uninit())));
                (N::init_in(&mut slot.0, &FanIn, &mut rng), 0)
            }
            Self::Boxed => {
                let slot = Box::leak(Box::new(Behind([0.0; 4], MaybeUninit::uninit())));
                (N::init_in(&mut slot.1, &FanIn, &mut rng), slot.0.len())
            }
        };
        let memory = vec![0.0_f32; N::COUNT + 32].leak();
        let start = memory.as_ptr().align_offset(64) + offset;
        let parameters = &mut memory[start..start + N::COUNT];
        copy_to_slice(net, parameters).expect("there is room for every parameter");
        (net, parameters)
    }
}

/// Rows of the report.
#[derive(Default)]
pub struct Table(Vec<(&'static str, [Time; 3])>);

impl Table {
    /// constnet, the native C, and the C without FMA.
    pub fn row(&mut self, name: &'static str, times: [Time; 3]) {
        self.0.push((name, times));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "| | constnet | C, native, fast-math | C, AVX2, no FMA | to native C: minima | medians | to C without FMA: minima | medians |\n|---|---|---|---|---|---|---|---|"
        )?;
        for (name, [ours, native, no_fma]) in &self.0 {
            write!(out, "| {name} | {ours} | {native} | {no_fma} |")?;
            for c in [native, no_fma] {
                let (minima, medians) = (ours.minimum / c.minimum, ours.median / c.median);
                write!(out, " {minima:.2} | {medians:.2} |")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// Panics unless `found` is `expected` up to 1e-5 of the largest number in it.
pub fn assert_close(what: &str, found: &[f32], expected: &[f32]) {
    let largest = expected.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
    assert_eq!(found.len(), expected.len());
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found - expected).abs();
        assert!(error <= 1e-5 * largest, "{what}: {found} where {expected} belongs, number {i}");
    }
}
