//! Long runs: a network that trains without a pause, and one that a sound runs through for a day.
//!
//! Nothing may become NaN, nothing may be allocated, the resident memory stays what it was, and the
//! bits at the end are the ones that are written down. How long a step takes is printed for each
//! tenth of the run, so that one that grows slower shows.
//!
//! `cargo test` runs the short form. `CONSTNET_SOAK_STEPS` and `CONSTNET_SOAK_FORWARDS` say how long a
//! run is; `.ci/long` has 10⁹ steps and 24 hours at 48 kHz.

use allocation_counter::measure;
use constnet::{
    parameters::as_slice,
    prelude::*,
    random::{self, Generator},
    training::TrainerOf,
};
use std::{env, fs, time::Instant};

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 8>, Tanh, Dense<8, 1>) => 1);

/// Bits after so many steps, and of so many outputs. A run compares those that it comes by; the first
/// is the short form.
const STEPS: &[(u64, u64)] = &[
    (100_000, 0xf61f_9035_c945_d4b6),
    (1_000_000, 0xa66f_9fb0_228c_a924),
    (100_000_000, 0x68ca_b4d0_87c4_bd1a),
    (1_000_000_000, 0x51b3_99a9_92f9_41e4),
];
const FORWARDS: &[(u64, u64)] = &[
    (480_000, 0x61d3_8e45_c6b5_25d3),
    (4_800_000, 0x9caa_255a_b82f_2f80),
    (4_147_200_000, 0x2988_7e09_2db8_6fdc),
];

/// Into how many slices a run is cut: bits and time are looked at after each.
const SLICES: u64 = 1_000;

/// FNV-1a, a number at a time.
fn hash(bits: u64, number: f32) -> u64 {
    (bits ^ u64::from(number.to_bits())).wrapping_mul(0x0000_0100_0000_01b3)
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn length(variable: &str, expected: &[(u64, u64)]) -> u64 {
    match env::var(variable) {
        Ok(length) => length.parse().unwrap_or_else(|error| panic!("{variable}={length}: {error}")),
        Err(_) => expected[0].0,
    }
}

/// The pages of this process that are in memory, where the system tells.
fn resident() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    pages.split(' ').nth(1)?.parse().ok()
}

/// Something that can go on without an end.
trait Run {
    fn step(&mut self);
    /// What must be the same in every build.
    fn bits(&self) -> u64;
}

/// Runs `count` steps and looks at the bits, the allocations, the memory and the time.
fn soak(name: &str, count: u64, expected: &[(u64, u64)], run: &mut impl Run) {
    let (mut done, mut compared) = (0, 0);
    let mut pages = None;
    for tenth in 0..10 {
        let mut nanoseconds = Vec::new();
        for slice in tenth * SLICES / 10..(tenth + 1) * SLICES / 10 {
            let steps = count * (slice + 1) / SLICES - done;
            let start = Instant::now();
            let found = measure(|| (0..steps).for_each(|_| run.step()));
            nanoseconds.push(start.elapsed().as_nanos() as f64 / steps.max(1) as f64);
            done += steps;
            assert_eq!(found.count_total, 0, "{name}: allocations before step {done}");
            if let Some((_, expected)) = expected.iter().find(|(count, _)| *count == done) {
                assert_eq!(run.bits(), *expected, "{name}: {:#018x} after {done}", run.bits());
                compared += 1;
            }
        }
        nanoseconds.sort_by(f64::total_cmp);
        let [min, median, max] =
            [0, nanoseconds.len() / 2, nanoseconds.len() - 1].map(|place| nanoseconds[place]);
        let times = format!("{min:.1} {median:.1} {max:.1} ns each (min, median, max)");
        println!("{name}: {done}, {times}, {:#018x}", run.bits());
        // From here on everything has been in use once.
        pages = pages.or(resident());
    }
    let grown = resident().zip(pages).map(|(last, first)| last.saturating_sub(first));
    println!("{name}: bits compared {compared} times, {grown:?} of {pages:?} pages more");
    // A mebibyte, for what the test harness does meanwhile; a byte in each of 10⁹ steps would be 1,000.
    assert!(grown.is_none_or(|pages| pages < 256), "{name}: {grown:?} pages more");
}

/// The product of two noises, learned online: it never ends, because the rate stays what it is.
struct Training {
    net: Net,
    trainer: TrainerOf<Net, Adam>,
    rng: Generator,
    /// The mean over some 10,000 steps.
    loss: f64,
}

impl Run for Training {
    fn step(&mut self) {
        let Self { net, trainer, rng, loss } = self;
        let x = [(); 2].map(|()| random::uniform(1.0, rng) as f32);
        // An error if the loss, the gradient or a parameter is not finite.
        let trained =
            trainer.step(net, &SVector::from(x), &[[x[0] * x[1]]], &MeanSquaredError, rng);
        *loss += 1e-4 * (trained.unwrap().loss - *loss);
    }

    fn bits(&self) -> u64 {
        as_slice(&self.net).iter().copied().fold(START, hash)
    }
}

#[test]
fn a_training_that_does_not_stop() {
    let mut rng = random::generator(1);
    let net = Net::init(&mut rng);
    let trainer = Trainer::new(&net, Adam::new(1e-3));
    let mut run = Training { net, trainer, rng, loss: 0.0 };
    soak("steps", length("CONSTNET_SOAK_STEPS", STEPS), STEPS, &mut run);
    assert!(as_slice(&run.net).iter().all(|theta: &f32| theta.is_finite()));
    // It has learned, and not forgotten: the variance of the product is 1/9.
    assert!(run.loss < 0.01, "{}", run.loss);
}

/// A sound through a network that hears its own last output.
struct Sound {
    net: Net,
    rng: Generator,
    y: f32,
    bits: u64,
}

impl Run for Sound {
    fn step(&mut self) {
        [self.y] = self.net.predict([random::uniform(1.0, &mut self.rng) as f32, self.y]);
        assert!(self.y.is_finite());
        self.bits = hash(self.bits, self.y);
    }

    fn bits(&self) -> u64 {
        self.bits
    }
}

#[test]
fn a_sound_that_does_not_stop() {
    let mut rng = random::generator(2);
    let mut run = Sound { net: Net::init(&mut rng), rng, y: 0.0, bits: START };
    soak("forwards", length("CONSTNET_SOAK_FORWARDS", FORWARDS), FORWARDS, &mut run);
}
