//! # Losses: why classes are learned by cross-entropy
//!
//! A *loss* says how wrong an output is, as one number; training makes it smaller. For classes the
//! output is a probability for each class. Two losses that could be used, where p is the probability
//! that the network gives to the true class:
//!
//! - *Cross-entropy* −ln p: 0 if the network was certain and right, without bound as it grows certain
//!   and wrong. It is a measure of surprise. Divided by ln 2 it counts *bits*: p = ½ is one bit, a
//!   coin toss; p = 1/8 is three.
//! - *Squared error* Σ(pᵢ − tᵢ)², with tᵢ = 1 for the true class and 0 for the others.
//!
//! The probabilities come from *logits* z, numbers of any size, by the softmax. Training moves logits,
//! so what counts is the gradient ∂L/∂z. Take two classes, and p = 0.1 for the true one: the network
//! is rather sure, and wrong. By hand:
//!
//! ```text
//! cross-entropy    ∂L/∂z = p − 1                                  = 0.1 − 1              = −0.9
//! squared error    ∂L/∂z = ∂L/∂p·∂p/∂z = (2·(p−1) − 2·(1−p))·p·(1−p) = (−1.8 − 1.8)·0.09 = −0.324
//! ```
//!
//! The factor p·(1 − p) is the slope of the softmax, small exactly where the network is sure. At
//! p = 0.001 cross-entropy still says −0.999 and squared error −0.004: its worst mistakes are those
//! that it learns least from.
//!
//! ```sh
//! cargo run --release --example 04_losses
//! ```
//!
//! What to look at: the two lines of the left picture near p = 0; and how many epochs (passes over
//! the data) the same classifier needs with either loss, from a usual start and from a start at which
//! it is certain and wrong.

mod plot;

use constnet::{
    prelude::*,
    random,
    training::{Epoch, metrics::argmax, split},
};
use plot::{Chart, Corner, Picture};
use std::{error::Error, fs, ops::ControlFlow, path::Path};

/// Logits of two classes of which the first has the probability p: their difference is ln(p/(1−p)).
fn logits(p: f64) -> SVector<f64, 2> {
    SVector::from([(p / (1.0 - p)).ln(), 0.0])
}

/// ∂L/∂z at the true class by cross-entropy, which takes logits as they are.
fn cross_entropy(p: f64) -> Result<f64, Box<dyn Error>> {
    Ok(SoftmaxCrossEntropy::new().gradient(&logits(p), &[0])?.1[0])
}

/// ∂L/∂z at the true class by squared error: the gradient by the probabilities, then back through
/// the softmax.
fn squared_error(p: f64) -> Result<f64, Box<dyn Error>> {
    let z = logits(p);
    let y = Softmax.forward(&z);
    let (_, dy) = SquaredErrorSum.gradient(&y, &[[1.0, 0.0]])?;
    Ok(Softmax.backward_input(&z, &y, &(), &dy)[0])
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("Gradient on the logit of the true class");
    println!("    p   cross-entropy   squared error   ratio");
    for p in [0.9, 0.5, 0.1, 0.01, 0.001] {
        let (ce, se) = (cross_entropy(p)?, squared_error(p)?);
        println!("{p:5}   {ce:13.4}   {se:13.4} {:7.1}", ce / se);
    }
    assert!((cross_entropy(0.1)? + 0.9).abs() < 1e-12);
    assert!((squared_error(0.1)? + 0.324).abs() < 1e-12);
    assert!((squared_error(0.001)? + 0.004).abs() < 1e-4);

    bits()?;

    let quick = race()?;
    let fine = |f: fn(f64) -> Result<f64, Box<dyn Error>>| {
        (1..200)
            .map(|i| f64::from(i) / 200.0)
            .map(|p| Ok((p, f(p)?)))
            .collect::<Result<Vec<_>, Box<dyn Error>>>()
    };
    let mut epochs = Chart::new("Certain and wrong at the start", "epoch", "validation accuracy")
        .y(0.0..1.0)
        .legend(Corner::LowerRight);
    for (name, curve) in ["cross-entropy", "squared error"].iter().zip(quick.curves) {
        epochs = epochs.line(name, curve);
    }
    Picture::new("04_losses")
        .panel(
            Chart::new("What moves the logit", "p of the true class", "∂L/∂z")
                .line("cross-entropy", fine(cross_entropy)?)
                .line("squared error", fine(squared_error)?)
                .legend(Corner::LowerRight),
        )
        .panel(epochs)
        .save()?;
    println!("{}", quick.figures);
    Ok(())
}

/// Cross-entropy in bits, as negative log-likelihood, and at its ends.
fn bits() -> Result<(), Box<dyn Error>> {
    let nats = |p: [f64; 4]| CrossEntropy.value(&SVector::from(p), &[0_usize]);
    let in_bits = |p: [f64; 4]| nats(p).map(|nats| nats / 2f64.ln());
    let [certain, half, guess] = [[1.0, 0.0, 0.0, 0.0], [0.5, 0.5, 0.0, 0.0], [0.25; 4]];
    println!("\nCross-entropy of one answer among four classes, in bits");
    println!("certain and right {:.3}", in_bits(certain)?);
    println!("down to two       {:.3}", in_bits(half)?);
    println!("a blind guess     {:.3}", in_bits(guess)?);
    assert!(in_bits(certain)? == 0.0);
    assert!((in_bits(half)? - 1.0).abs() < 1e-12);
    assert!((in_bits(guess)? - 2.0).abs() < 1e-12);

    // The *likelihood* of data is the probability that the model gives to all of it: the product over
    // the samples. Its negative logarithm is the sum of their cross-entropies, three times the mean
    // here. So the smallest cross-entropy is the greatest likelihood.
    let likelihood: f64 = 0.5 * 0.25 * 0.8;
    let y = SMatrix::<f64, 2, 3>::from([[0.5, 0.5], [0.75, 0.25], [0.2, 0.8]]);
    let mean = CrossEntropy.value(&y, &[0_usize, 1, 1])?;
    println!("−ln(0.5·0.25·0.8) = {:.6} = 3 × {mean:.6}", -likelihood.ln());
    assert!((3.0 * mean + likelihood.ln()).abs() < 1e-12);

    // Perfect predictions cost nothing, on probabilities and on logits.
    let sure = SVector::<f64, 2>::from([800.0, -800.0]);
    assert!(SoftmaxCrossEntropy::new().value(&sure, &[0])? == 0.0);
    assert!(MeanSquaredError.value(&Softmax.forward(&sure), &[[1.0, 0.0]])? == 0.0);
    Ok(())
}

// The same classifier twice: cross-entropy wants logits, squared error probabilities.
network!(Logits: 64 => (Dense<64, 32>, Tanh, Dense<32, 10>) => 10);
network!(Probabilities: 64 => (Dense<64, 32>, Tanh, Dense<32, 10>, Softmax) => 10);

const EPOCHS: usize = 60;

struct Race {
    curves: [Vec<(f64, f64)>; 2],
    figures: String,
}

/// How the accuracy on the validation data grows, epoch by epoch.
#[derive(Default)]
struct Curve(Vec<f64>);

impl Curve {
    /// The first epoch with 95 % or more.
    fn to_95(&self) -> usize {
        self.0.iter().position(|accuracy| *accuracy >= 0.95).map_or(usize::MAX, |i| i + 1)
    }
}

/// An epoch count, or that there is none.
fn shown(epochs: usize) -> String {
    if epochs > EPOCHS { format!("> {EPOCHS}") } else { epochs.to_string() }
}

fn race() -> Result<Race, Box<dyn Error>> {
    // 8 × 8 grey images of handwritten digits.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/digits.csv");
    let (mut images, mut digits) = (Vec::new(), Vec::new());
    for line in fs::read_to_string(file)?.lines() {
        let numbers = line.split(',').map(str::parse::<u8>).collect::<Result<Vec<_>, _>>()?;
        let (digit, pixels) = numbers.split_last().ok_or("an empty line")?;
        images.push(SVector::<f32, 64>::from_fn(|i, _| f32::from(pixels[i]) / 16.0));
        digits.push(usize::from(*digit));
    }
    let [train, validation] = split::stratified(&digits, [0.75, 0.25], 1)?;
    let (x, t) = (split::pick(&images, &train), split::pick(&digits, &train));
    let (vx, vt) = (split::pick(&images, &validation), split::pick(&digits, &validation));

    let by_class = Dataset::classes(&x, &t, 10)?;
    // Squared error compares with a vector: 1 for the true class, else 0.
    let one_hot: Vec<_> = t.iter().map(|c| SVector::<f32, 10>::ith(*c, 1.0)).collect();
    let by_vector = Dataset::new(&x, &one_hot)?;

    let accuracy = |predict: &dyn Fn([f32; 64]) -> [f32; 10]| {
        let right = vx.iter().zip(&vt).filter(|(x, t)| argmax(&predict(x.data.0[0])) == **t);
        right.count() as f64 / vt.len() as f64
    };
    // `wrong` is a bias that makes the untrained network sure of class 0, whatever it sees.
    let with_cross_entropy = |rate: f64, wrong: f32| -> Result<Curve, Box<dyn Error>> {
        let mut net = Logits::init(&mut random::generator(5));
        net.2.bias[0] += wrong;
        let (loss, plan) = (SoftmaxCrossEntropy::new(), Fit::new(5).epochs(EPOCHS));
        let mut curve = Curve::default();
        let observer = |_: &Epoch, net: &Logits| {
            curve.0.push(accuracy(&|x| net.predict(x)));
            ControlFlow::Continue(())
        };
        fit_with(&mut net, &by_class, loss, Sgd::new(rate), &plan, observer)?;
        Ok(curve)
    };
    let with_squared_error = |rate: f64, wrong: f32| -> Result<Curve, Box<dyn Error>> {
        let mut net = Probabilities::init(&mut random::generator(5));
        net.2.bias[0] += wrong;
        let plan = Fit::new(5).epochs(EPOCHS);
        let mut curve = Curve::default();
        let observer = |_: &Epoch, net: &Probabilities| {
            curve.0.push(accuracy(&|x| net.predict(x)));
            ControlFlow::Continue(())
        };
        // The mean is over 10 outputs as well as samples; the factor makes it Σ(p − t)² a sample, as in
        // the formula above, so that the rates of both columns mean the same.
        fit_with(&mut net, &by_vector, MeanSquaredError, Sgd::new(10.0 * rate), &plan, observer)?;
        Ok(curve)
    };

    println!("\nEpochs to 95 % on the validation data, the same network and start");
    println!("                 usual start             certain and wrong at the start");
    println!(" rate   cross-entropy  squared error     cross-entropy  squared error");
    for rate in [0.03, 0.1, 0.3, 1.0] {
        for wrong in [0.0, 8.0] {
            println!(
                "{rate} {wrong} {} {}",
                shown(with_cross_entropy(rate, wrong)?.to_95()),
                shown(with_squared_error(rate, wrong)?.to_95())
            );
        }
    }
    todo!()
}
