//! # Gradients through time: why gates, and why clipping
//!
//! A gradient that goes back through k steps is multiplied k times. A little less than 1 each time, and nothing of it is
//! left; a little more, and it throws the network away. You will meet
//!
//! - the derivative of the last output by the first input, *measured* over up to a hundred steps;
//! - a simple recurrent layer in which it *vanishes*, and one in which it *explodes*;
//! - a [`Gru`] and an [`Lstm`] whose *gates* begin open, so that it arrives;
//! - what follows: who learns to remember the first of 120 numbers, and who does not;
//! - *clipping*, which limits how far one step of training can go, and what happens without it.
//!
//! Run it with `cargo run --release --example 19_gradients_through_time`, then look at
//! `pictures/19_gradients_through_time.svg`. At which factor does the simple layer neither vanish nor explode, and for how
//! long?
//!
//! Sources: Bengio, Simard, Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*, IEEE
//! Transactions on Neural Networks 5(2); Pascanu, Mikolov, Bengio (2013), arXiv:1211.5063, for clipping.

mod plot;

use constnet::{
    prelude::*,
    random::{Generator, generator, uniform},
};
use plot::{Chart, Picture};
use std::error::Error;

const H: usize = 12;
/// Numbers of which the first counts.
const LENGTH: usize = 120;
const BATCH: usize = 16;

type Simple = Rnn<1, H>;
type Batch = [SMatrix<f32, 1, BATCH>; LENGTH];

fn main() -> Result<(), Box<dyn Error>> {
    // How much of a gradient arrives. The weights of the past are those of a rotation, times a factor: what they do to a
    // gradient is the factor alone, and the slopes of tanh, which are below 1.
    let fading = with_factor(0.8);
    let mut exploding = with_factor(1.3).function::<Identity>();
    exploding.bias_ih_l0 = [[0.0; H]];
    let gru = open_gru();
    let lstm = open_lstm();
    let arrives = [
        ("simple, factor 0.8", arriving(&fading)),
        ("simple, factor 1.3, no tanh", arriving(&exploding)),
        ("Gru", arriving(&gru)),
        ("Lstm", arriving(&lstm)),
    ];
    println!("|∂ last output / ∂ first input| after 10, 50 and 100 steps");
    for (what, slopes) in &arrives {
        println!("  {what:<28} {:>8.1e} {:>8.1e} {:>8.1e}", slopes[9], slopes[49], slopes[99]);
    }

    // What follows. The same training for all: the first of 120 numbers, −1 or 1, is the answer.
    let adam = Adam::new(0.01).clip_norm(1.0);
    let simple = learn((fading.clone(), Last, Dense::init(&mut generator(2))), adam);
    let gated = learn((gru, Last, Dense::init(&mut generator(2))), adam);
    let remembers = learn((lstm, Last, Dense::init(&mut generator(2))), adam);
    println!(
        "\nmean squared error of the first of {LENGTH} numbers, after 600 steps of training; 1 is a guess"
    );
    for (what, losses) in [("simple", &simple), ("Gru", &gated), ("Lstm", &remembers)] {
        println!("  {what:<28} {:>8.4}", end(losses));
    }

    // Clipping, where gradients explode.
    let growing =
        || (with_factor(1.05).function::<Identity>(), Last, Dense::init(&mut generator(2)));
    let sgd = Sgd::new(0.01).momentum(0.9);
    let clipped = learn(growing(), sgd.clip_norm(1.0));
    let unclipped = learn(growing(), sgd);
    let worst = |losses: &[f64]| losses.iter().fold(0.0, |a: f64, &b| a.max(b));
    println!("\nthe worst loss on the way, of a layer whose gradients grow");
    for (what, losses) in [("clipped to a norm of 1", &clipped), ("as they are", &unclipped)] {
        match worst(losses) {
            f64::MAX => println!("  {what:<28} not a number any more"),
            worst => println!("  {what:<28} {worst:>8.1e}"),
        }
    }

    let steps = |losses: &[f64]| -> Vec<(f64, f64)> {
        losses.chunks(10).enumerate().map(|(i, l)| (10.0 * i as f64, worst(l))).collect()
    };
    let mut chart = Chart::new("What arrives", "steps back", "|∂ last output / ∂ first input|")
        .log_y()
        .y(1e-12..1e12);
    for (what, slopes) in &arrives {
        let points = slopes.iter().enumerate().map(|(k, &slope)| (k as f64 + 1.0, slope));
        chart = chart.line(what, points.filter(|&(_, slope)| slope > 1e-12));
    }
    Picture::new("19_gradients_through_time")
        .panel(chart)
        .panel(
            Chart::new("The first of 120 numbers", "step of training", "mean squared error")
                .log_y()
                .line("simple", steps(&simple))
                .line("Gru", steps(&gated))
                .line("Lstm", steps(&remembers)),
        )
        .save()?;

    // What this page claims, checked: continuous integration runs it as a test.
    let [vanishes, explodes, gru, lstm] = arrives.map(|(_, slopes)| slopes[49]);
    assert!(vanishes < 1e-4 && explodes > 1e4 && gru > 1e-3 && lstm > 1e-3);
    assert!(end(&simple) > 0.5 && end(&gated) < 0.05 && end(&remembers) < 0.05);
    assert!(worst(&unclipped) > 10.0 * worst(&clipped));
    Ok(())
}

/// A simple layer whose past is turned, a twelfth of a circle for each pair of units, and multiplied.
fn with_factor(factor: f32) -> Simple {
    let mut layer = Simple::init(&mut generator(1));
    layer.weight_hh_l0 = [[[0.0; H]]; H];
    let (sin, cos) = (0.5 * factor, 0.75_f32.sqrt() * factor);
    for i in (0..H).step_by(2) {
        layer.weight_hh_l0[i][0][i] = cos;
        layer.weight_hh_l0[i][0][i + 1] = sin;
        layer.weight_hh_l0[i + 1][0][i] = -sin;
        layer.weight_hh_l0[i + 1][0][i + 1] = cos;
    }
    layer
}

/// Its update gate lets a little in: σ(−4) of a candidate, and keeps the rest.
fn open_gru() -> Gru<1, H> {
    let mut layer = Gru::init(&mut generator(1));
    layer.bias_ih_l0[1] = [4.0; H];
    layer
}

/// Its forget gate keeps nearly all.
fn open_lstm() -> Lstm<1, H> {
    let mut layer = Lstm::init(&mut generator(1));
    layer.bias_ih_l0[1] = [4.0; H];
    layer
}

/// The norm of ∂ Σ hₖ / ∂x₁ for k = 1 to 100 steps.
fn arriving<C>(cell: &C) -> Vec<f64>
where
    C: Backward<[SVector<f32, 1>; 100], Output = [SVector<f32, H>; 100]>,
{
    let x = [SVector::from([0.1]); 100];
    let (y, cache) = cell.forward_train(&x, &mut generator(1));
    let slope = |k: usize| {
        let mut dy = [SVector::zeros(); 100];
        dy[k] = SVector::repeat(1.0);
        f64::from(cell.backward_input(&x, &y, &cache, &dy)[0][0]).abs()
    };
    (0..100).map(slope).collect()
}

/// The loss of each step of training.
fn learn<N, O>(mut net: N, optimizer: O) -> Vec<f64>
where
    O: Optimizer,
    N: Backward<Batch, Output = SMatrix<f32, 1, BATCH>>,
    N: Parameters<Gradient: Only<f32>> + Only<f32>,
{
    let mut rng = generator(3);
    let mut trainer = Trainer::boxed(&net, optimizer);
    let mut losses = Vec::new();
    for _ in 0..600 {
        let (x, targets) = batch(&mut rng);
        match trainer.step(&mut net, &x, &targets, &MeanSquaredError, &mut rng) {
            Ok(report) => losses.push(report.loss),
            // Thrown so far that nothing is finite any more; the step has changed nothing.
            Err(_) => losses.push(f64::MAX),
        }
    }
    losses
}

/// 120 numbers, the first −1 or 1 and the others noise.
fn batch(rng: &mut Generator) -> (Batch, [f32; BATCH]) {
    let mut x: Batch = [SMatrix::zeros(); LENGTH];
    x.iter_mut().for_each(|x| x.iter_mut().for_each(|x| *x = uniform(0.2, rng) as f32));
    let first = std::array::from_fn(|_| if uniform(1.0, rng) > 0.0 { 1.0 } else { -1.0 });
    x[0] = SMatrix::from(first.map(|first| [first]));
    (x, first)
}

fn end(losses: &[f64]) -> f64 {
    losses[losses.len() - 20..].iter().sum::<f64>() / 20.0
}
