//! # An amplifier: a network that remembers, in real time
//!
//! Old guitar amplifiers are loved for how they distort. A network can learn one from a recording of what
//! went in and what came out, and then stand in its place. Ours is a circuit that we compute: two diodes
//! that cut off whatever is loud, and a capacitor that makes what comes out depend on what was. You will
//! meet
//!
//! - a network with *memory*, `Lstm`, and why no curve from input to output can replace it;
//! - *truncated backpropagation through time*: training on windows of a long recording, with the state
//!   carried from each to the next, and gradients that are clipped;
//! - the *error-to-signal ratio*, Σ(t − y)² / Σt², beside two baselines without memory;
//! - the *stream*: the same network, one sample at a time, without an allocation, to the same bits; and how
//!   much of a sample's 20.8 µs it needs;
//! - its *state* in a file: stopped, restored elsewhere, and nobody hears it.
//!
//! Run it with `cargo run --release --example 16_amplifier`, then look at `pictures/16_amplifier.svg`: where
//! does the output lag behind the input, and where does it not? With fewer units the network is faster: how
//! few will do?
//!
//! The circuit: Yeh, Abel, Smith (2007), *Simulation of the diode limiter in guitar distortion circuits by
//! numerical solution of ordinary differential equations*, DAFx-07. The network: Wright, Damskägg, Välimäki
//! (2019), *Real-time black-box modelling with recurrent neural networks*, DAFx-19.

mod plot;

use constnet::{
    optimizers::schedule::Cosine,
    prelude::*,
    random::{generator, index, unit},
    stream::Running,
    weights::{self, StateOf},
};
use plot::{Chart, Picture};
use std::{
    error::Error,
    f64::consts::{LN_2, PI, TAU},
    time::Instant,
};

// Functions without an exponential: faster, and here no worse.
network!(Amp: [1; _] => (Lstm<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>) => [1; _]);
// No memory: what goes in now decides alone what comes out.
network!(Curve: 1 => (Dense<1, 1>, Tanh, Dense<1, 1>) => 1);

type Sample = SVector<f32, 1>;

/// Samples a second.
const RATE: f64 = 48_000.0;
/// Steps in a window, through which the gradient goes back: 1.3 ms, ten times the circuit's memory.
const WINDOW: usize = 64;
/// Windows in a step of training, each from another place of the recording.
const TRACKS: usize = 16;
const EPOCHS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    // Three recordings of different music. The last is for the test.
    let train = Recording::new(1, 4.0);
    let validation = Recording::new(2, 1.0);
    let test = Recording::new(3, 2.0);

    // Training. The windows keep their order, so that each begins with what the one before it has left.
    let windows = Dataset::windows::<WINDOW>(&train.input, &train.output, WINDOW)?;
    let plan = Fit::new(1)
        .epochs(EPOCHS)
        .batch(BatchSize::<TRACKS>)
        .validation(Dataset::windows::<WINDOW>(&validation.input, &validation.output, WINDOW)?)
        .carried();
    let steps = EPOCHS * (windows.len() / TRACKS);
    let adam = Adam::new(0.01).clip_norm(1.0).schedule(Cosine::new(steps as u64));
    let mut net = Amp::init(&mut generator(1));
    let start = Instant::now();
    let report = plan.fit(&mut net, &windows, &MeanSquaredError, adam)?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{} parameters, {steps} steps of training in {seconds:.1} s", Amp::COUNT);

    // Two amplifiers without memory: louder or softer, and the curve that fits best. A curve of another form would not
    // do much better: the mean output for each input, known from the test itself, leaves 9.9 %.
    let inputs = train.plain();
    let volume = dot(&inputs, &train.output) / dot(&inputs, &inputs);
    let mut curve = Curve::init(&mut generator(1));
    let samples = Dataset::new(&train.input, &train.output)?;
    fit(&mut curve, &samples, &MeanSquaredError, Adam::new(0.003), &Fit::new(1).epochs(5))?;

    // In use: a sample comes, a sample goes. The clock is read once in 64 of them, because that takes time, too.
    let mut voice = Running::new(&net);
    let mut streamed = vec![0.0; test.input.len()];
    let mut times = Vec::with_capacity(test.input.len() / 64);
    let allocations = allocation_counter::measure(|| {
        for (xs, ys) in test.input.chunks_exact(64).zip(streamed.chunks_exact_mut(64)) {
            let start = Instant::now();
            for (x, y) in xs.iter().zip(ys) {
                *y = voice.next(x)[0];
            }
            times.push(start.elapsed().as_secs_f64() / 64.0);
        }
    });
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];

    // The first tenth of a second at once, as in training: the same bits.
    let sequence = test.input.first_chunk::<4800>().ok_or("the test is too short")?;
    let at_once = net.forward(sequence);
    assert!(at_once.iter().zip(&streamed).all(|(a, b)| a[0].to_bits() == b.to_bits()));

    // Saved in the middle of the music, and restored as another program would.
    let (before, after) = test.input.split_at(test.input.len() / 2);
    let mut voice = Running::new(&net);
    before.iter().for_each(|x| _ = voice.next(x));
    let file = weights::to_vec(&StateOf::new(&net, voice.state))?;
    let mut restored = StateOf::new(&net, net.rest());
    weights::load_into(&mut restored, &file)?;
    voice = Running::from_state(&net, restored.state);
    for (x, y) in after.iter().zip(&streamed[before.len()..]) {
        assert_eq!(voice.next(x)[0].to_bits(), y.to_bits());
    }

    // The test.
    let louder: Vec<f32> = test.input.iter().map(|x| volume as f32 * x[0]).collect();
    let curved: Vec<f32> = test.input.iter().map(|x| curve.forward(x)[0]).collect();
    let errors = [&louder, &curved, &streamed].map(|y| error_to_signal(&test.output, y));
    println!("\nerror-to-signal ratio on music that it has not heard");
    for (what, error) in ["louder or softer", "the best tanh curve", "network"].iter().zip(errors) {
        println!("  {what:<20} {:>7.3} %   {:>5.1} dB", 100.0 * error, 10.0 * error.log10());
    }
    println!(
        "\na sample takes {:.0} ns, {:.2} % of real time, with {} allocations; its state is a file of {} bytes",
        1e9 * median,
        100.0 * median * RATE,
        allocations.count_total,
        file.len(),
    );

    // Of a note that has just begun.
    let shown = 24_200..24_680;
    let wave = |y: &[f32]| -> Vec<(f64, f64)> {
        let time = |i: usize| (i - shown.start) as f64 / RATE * 1e3;
        shown.clone().map(|i| (time(i), f64::from(y[i]))).collect()
    };
    let power = |y: &[f32]| dot(y, y) / y.len() as f64;
    let [trained, validated] = [&train, &validation].map(|recording| power(&recording.output));
    let epochs = || report.epochs.iter().map(|epoch| (epoch.number as f64, epoch));
    Picture::new("16_amplifier")
        .panel(
            Chart::new("Ten milliseconds of the test", "time, ms", "volts")
                .y(-0.6..0.9)
                .line("circuit", wave(&test.output))
                .dashed("network", wave(&streamed))
                .line("input, of full scale", wave(&test.plain()))
                .colour(5),
        )
        .panel(
            Chart::new("Training", "epoch", "error-to-signal ratio")
                .log_y()
                .line("training", epochs().map(|(n, epoch)| (n, epoch.loss / trained)))
                .line(
                    "validation",
                    epochs().filter_map(|(n, epoch)| Some((n, epoch.validation? / validated))),
                ),
        )
        .save()?;

    // What this page claims, checked: continuous integration runs it as a test.
    let [louder, curved, network] = errors;
    assert!(curved < louder && curved > 0.05, "no curve is an amplifier");
    assert!(network < 5e-4 && network < 0.01 * curved);
    assert_eq!(allocations.count_total, 0);
    Ok(())
}

/// What went into the amplifier, between −1 and 1, and what came out, in volts.
struct Recording {
    input: Vec<Sample>,
    output: Vec<f32>,
}

impl Recording {
    fn new(seed: u64, seconds: f64) -> Self {
        let input = music(seed, (seconds * RATE) as usize);
        let mut circuit = Circuit::default();
        let output = input.iter().map(|&x| circuit.next(x) as f32).collect();
        Self { input: input.into_iter().map(|x| Sample::from([x as f32])).collect(), output }
    }

    /// The input as numbers.
    fn plain(&self) -> Vec<f32> {
        self.input.iter().map(|x| x[0]).collect()
    }
}

/// Strings that are plucked four times a second, alone or with their fifth, and now and then a sweep through
/// all pitches; soft and loud.
fn music(seed: u64, samples: usize) -> Vec<f64> {
    let mut rng = generator(seed);
    let mut sound = vec![0.0; samples];
    for (n, start) in (0..samples).step_by((RATE / 4.0) as usize).enumerate() {
        let loudness = 0.1 + 0.9 * unit(&mut rng);
        // From the low E of a guitar, three octaves up.
        let pitch = 82.4 * (index(37, &mut rng) as f64 / 12.0).exp2();
        let pitches = [pitch, 1.5 * pitch];
        let strings = 1 + index(2, &mut rng);
        // Where the string is plucked, as a part of its length, says how loud its harmonics are.
        let plucked = 0.1 + 0.3 * unit(&mut rng);
        for (i, sound) in sound[start..].iter_mut().take(RATE as usize).enumerate() {
            let t = i as f64 / RATE;
            *sound += loudness
                * match n % 6 {
                    5 => sweep(t),
                    _ => pitches[..strings].iter().map(|&pitch| string(pitch, plucked, t)).sum(),
                };
        }
    }
    let peak = sound.iter().fold(0.0, |peak: f64, x| peak.max(x.abs()));
    sound.iter().map(|x| x / peak).collect()
}

/// A string of a pitch in hertz, t seconds after it was plucked: harmonics, the high ones gone first.
fn string(pitch: f64, plucked: f64, t: f64) -> f64 {
    let harmonic = |k: f64| {
        let loudness = (k * PI * plucked).sin() / k * (-t * (3.0 + 1.5 * k)).exp();
        loudness * (TAU * k * pitch * t).sin()
    };
    (1..=12).map(|k| harmonic(k.into())).sum()
}

/// Eight octaves in a quarter of a second, from 40 Hz: the phase is the integral of 40·2^(32·t).
fn sweep(t: f64) -> f64 {
    let phase = 40.0 * ((32.0 * t).exp2() - 1.0) / (32.0 * LN_2);
    if t < 0.25 { (TAU * phase).sin() } else { 0.0 }
}

/// A resistor, behind it a capacitor to ground, and across that two diodes, one in each direction:
///
/// ```text
/// dv/dt = (x − v)/(R·C) − 2·Iₛ/C·sinh(v/(n·V_T))
/// ```
/// Below 0.4 V the diodes carry next to nothing, and the rest is a low-pass of 1.6 kHz; above, they carry nearly
/// all that comes, and v hardly rises.
#[derive(Default)]
struct Circuit {
    x: f64,
    v: f64,
}

impl Circuit {
    /// What the amplifier before it makes of 1, in volts.
    const DRIVE: f64 = 5.0;
    /// In ohms and farads.
    const R: f64 = 10e3;
    const C: f64 = 10e-9;
    /// Of the diode, in amperes and volts.
    const IS: f64 = 2.52e-9;
    const N_VT: f64 = 45.3e-3;
    /// Steps in a sample, between which the input is a straight line.
    const OVERSAMPLING: u32 = 8;

    /// The voltage a sample later. The diodes are far faster than a step, so a step is an implicit one, of
    /// Euler: v that solves v = v₀ + h·dv/dt(v), by Newton's method.
    fn next(&mut self, x: f64) -> f64 {
        let h = 1.0 / (RATE * f64::from(Self::OVERSAMPLING));
        let rise = (Self::DRIVE * x - self.x) / f64::from(Self::OVERSAMPLING);
        for _ in 0..Self::OVERSAMPLING {
            self.x += rise;
            let before = self.v;
            for _ in 0..50 {
                let e = (self.v / Self::N_VT).exp();
                let diodes = Self::IS / Self::C * (e - 1.0 / e);
                let slope = Self::IS / Self::C / Self::N_VT * (e + 1.0 / e);
                let rc = 1.0 / (Self::R * Self::C);
                let wrong = self.v - before - h * ((self.x - self.v) * rc - diodes);
                let step = wrong / (1.0 + h * (rc + slope));
                self.v -= step;
                if step.abs() < 1e-9 {
                    break;
                }
            }
        }
        self.v
    }
}

/// Σ(t − y)² / Σt².
fn error_to_signal(target: &[f32], y: &[f32]) -> f64 {
    let error: f64 = target.iter().zip(y).map(|(t, y)| f64::from(t - y).powi(2)).sum();
    error / dot(target, target)
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}
