//! # A WaveNet: the past without a loop
//!
//! A recurrent layer squeezes its past into a state. A WaveNet looks at the past itself: convolutions in time whose taps
//! lie 1, 2, 4 and 8 steps apart see sixteen steps, and each further layer twice as many. You will meet
//!
//! - *gates*: a block gives tanh of one convolution, times a sigmoid of another that says how much passes;
//! - *residual* paths, on which each block adds to what the ones before it made, and *skips*, whose sum the head sees;
//! - how both are built from branches, [`Fork`], [`Product`] and [`Sum`], in a `graph!`;
//! - the same network as a *stream*: a sample goes in, a sample comes out, to the bits of training.
//!
//! What it learns is an echo that distorts, y[t] = tanh(2·x[t − 1] − 1.5·x[t − 13]·x[t − 2]): a product of two moments, which
//! no linear filter of the same sixteen samples can follow.
//!
//! The same network without gates learns this echo as well, with less than two thirds of the parameters. The paper found gates
//! better than rectified units at speech (section 2.3); which is better at what you have, only a measurement can tell.
//!
//! Run it with `cargo run --release --example 18_wavenet`. Which dilations can be left out, too?
//!
//! Source: van den Oord et al. (2016), arXiv:1609.03499, sections 2.1 (dilations), 2.3 (gates), 2.4 (residuals and skips).

use constnet::{
    optimizers::schedule::Cosine,
    prelude::*,
    random::{generator, uniform},
    stream::Running,
};
use std::error::Error;

/// Channels on the way through.
const C: usize = 12;
/// tanh(a) ∘ σ(b), where a and b look at now and at D steps ago.
type Gated<const D: usize> =
    (Fork<((Conv1d<C, C, 2, D>, FastTanh), (Conv1d<C, C, 2, D>, FastSigmoid))>, Product);

/// The same without gates: tanh(a).
type Ungated<const D: usize> = (Conv1d<C, C, 2, D>, FastTanh);

/// A network of such blocks: the two differ in nothing else.
macro_rules! wave_net {
    ($Name:ident of $Block:ident) => {
        graph! {
            /// Four blocks: each gives a skip to the head, and adds to what the next one sees.
            struct $Name: [1; _] => [1; _] {
                widen: Dense<1, C>,
                block1: $Block<1>,
                block2: $Block<2>,
                block4: $Block<4>,
                block8: $Block<8>,
                mix1: Dense<C, C>,
                mix2: Dense<C, C>,
                mix4: Dense<C, C>,
                add: Sum,
                head: (FastTanh, Dense<C, C>, FastTanh, Dense<C, 1>),
            }
            |x| {
                h0 = widen(x);
                skip1 = block1(h0);
                residual1 = mix1(skip1);
                h1 = add(h0, residual1);
                skip2 = block2(h1);
                residual2 = mix2(skip2);
                h2 = add(h1, residual2);
                skip4 = block4(h2);
                residual4 = mix4(skip4);
                h4 = add(h2, residual4);
                skip8 = block8(h4);
                skips = add(skip1, skip2, skip4, skip8);
                head(skips)
            }
        }
    };
}
wave_net!(WaveNet of Gated);
wave_net!(WaveNetWithoutGates of Ungated);

// The best that a weighted sum of the same sixteen samples can do.
network!(Filter: [1; _] => (Conv1d<1, 1, 16>) => [1; _]);

type Sample = SVector<f32, 1>;

const WINDOW: usize = 64;
const EPOCHS: usize = 15;
const BATCH: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let (train, test) = (Recording::new(1, 32_000), Recording::new(2, 8_000));
    let windows = Dataset::windows::<WINDOW>(&train.input, &train.output, WINDOW)?;
    let steps = EPOCHS * windows.len().div_ceil(BATCH);
    let adam = || Adam::new(0.01).schedule(Cosine::new(steps as u64));
    let plan = Fit::new(1).epochs(EPOCHS).batch(BatchSize::<BATCH>).carried();

    let (mut net, mut filter) = (WaveNet::init(&mut generator(1)), Filter::init(&mut generator(1)));
    let mut without = WaveNetWithoutGates::init(&mut generator(1));
    plan.fit(&mut net, &windows, &MeanSquaredError, adam())?;
    plan.fit(&mut without, &windows, &MeanSquaredError, adam())?;
    plan.fit(&mut filter, &windows, &MeanSquaredError, adam())?;

    // In use, sample by sample; and the beginning as in training, all at once.
    let streamed = stream(&net, &test.input);
    let beginning = test.input.first_chunk::<1000>().ok_or("the test is too short")?;
    let at_once = net.forward(beginning);
    assert!(at_once.iter().zip(&streamed).all(|(a, b)| a[0].to_bits() == b.to_bits()));

    let state = size_of_val(&net.settled(&test.input[0], 0));
    println!("{} parameters, and a state of {state} bytes", WaveNet::COUNT);
    println!("without gates {} parameters", WaveNetWithoutGates::COUNT);
    let (filtered, ungated) = (stream(&filter, &test.input), stream(&without, &test.input));
    let errors = [&filtered, &ungated, &streamed].map(|y| test.error_to_signal(y));
    println!("\nerror-to-signal ratio on sound that it has not heard");
    let names = ["a linear filter of sixteen", "WaveNet without gates", "WaveNet of sixteen"];
    for (name, error) in names.iter().zip(errors) {
        println!("  {name:<28} {:>7.3} %", 100.0 * error);
    }

    // What this page claims, checked: continuous integration runs it as a test.
    let [filter, without, net] = errors;
    assert!(net < 0.02 && net < 0.1 * filter, "{net} {filter}");
    assert!(without < 0.02 && without < 0.1 * filter, "{without} {filter}");
    const { assert!(3 * WaveNetWithoutGates::COUNT < 2 * WaveNet::COUNT) };
    Ok(())
}

/// What a network gives for each sample, one after the other.
fn stream<N>(net: &N, input: &[Sample]) -> Vec<f32>
where
    N: Stream<Sample, Output = Sample>,
{
    let mut voice = Running::new(net);
    input.iter().map(|x| voice.next(x)[0]).collect()
}

struct Recording {
    input: Vec<Sample>,
    output: Vec<f32>,
}

impl Recording {
    /// Noise, and what the effect makes of it.
    fn new(seed: u64, samples: usize) -> Self {
        let mut rng = generator(seed);
        let x: Vec<f32> = (0..samples).map(|_| uniform(1.0, &mut rng) as f32).collect();
        let before = |t: usize, back: usize| t.checked_sub(back).map_or(0.0, |t| x[t]);
        let echo = |t| (2.0 * before(t, 1) - 1.5 * before(t, 13) * before(t, 2)).tanh();
        let output = (0..samples).map(echo).collect();
        Self { input: x.into_iter().map(|x| Sample::from([x])).collect(), output }
    }

    /// Σ(t − y)² / Σt².
    fn error_to_signal(&self, y: &[f32]) -> f64 {
        let square = |x: f32| f64::from(x).powi(2);
        let error: f64 = self.output.iter().zip(y).map(|(t, y)| square(t - y)).sum();
        error / self.output.iter().map(|&t| square(t)).sum::<f64>()
    }
}
