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
//! it is certain and wrong. From the usual one they may well be level; from the other they are not.

mod plot;

use constnet::{
    prelude::*,
    random,
    training::{Trainable, metrics::argmax, split},
};
use plot::{Chart, Corner, Picture};
use std::{error::Error, fs, ops::ControlFlow, path::Path};

/// Logits of two classes of which the first has the probability p: their difference is ln(p/(1−p)).
fn logits(p: f64) -> SVector<f64, 2> {
    SVector::from([(p / (1.0 - p)).ln(), 0.0])
}

/// ∂L/∂z at the true class by cross-entropy, which takes logits as they are.
fn cross_entropy(p: f64) -> Result<f64, Box<dyn Error>> {
    Ok(SoftmaxCrossEntropy.gradient(&logits(p), &[0])?.1[0])
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

    let digits = Digits::read()?;
    let [usual, wrong] = race(&digits)?;

    let slopes = |slope: fn(f64) -> Result<f64, Box<dyn Error>>| {
        let p = (1..200).map(|i| f64::from(i) / 200.0);
        p.map(|p| Ok((p, slope(p)?))).collect::<Result<Vec<_>, Box<dyn Error>>>()
    };
    let [by_cross_entropy, by_squared_error] = digits.both(0.3, 12.0, f64::INFINITY)?;
    Picture::new("04_losses")
        .panel(
            Chart::new("What moves the logit", "p of the true class", "∂L/∂z")
                .line("cross-entropy", slopes(cross_entropy)?)
                .line("squared error", slopes(squared_error)?)
                .legend(Corner::LowerRight),
        )
        .panel(
            Chart::new("Certain and wrong at the start", "epoch", "validation accuracy")
                .y(0.0..1.0)
                .line("cross-entropy", by_cross_entropy)
                .line("squared error", by_squared_error)
                .legend(Corner::Right),
        )
        .save()?;

    println!(
        "gradient where p = 0.1: {:.3} against {:.3}",
        cross_entropy(0.1)?,
        squared_error(0.1)?
    );
    println!("epochs to 95 %: {} against {}", usual[0], usual[1]);
    println!("… from a start that is certain and wrong: {} against {}", wrong[0], wrong[1]);
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
    assert!(SoftmaxCrossEntropy.value(&sure, &[0])? == 0.0);
    assert!(MeanSquaredError.value(&Softmax.forward(&sure), &[[1.0, 0.0]])? == 0.0);
    Ok(())
}

// The same classifier twice: cross-entropy takes logits, squared error probabilities.
network!(Logits: 64 => (Dense<64, 32>, Tanh, Dense<32, 10>) => 10);
network!(Probabilities: 64 => (Dense<64, 32>, Tanh, Dense<32, 10>, Softmax) => 10);

const EPOCHS: usize = 40;
const RATES: [f64; 4] = [0.1, 0.3, 1.0, 2.0];
/// The accuracy to reach.
const GOAL: f64 = 0.95;

/// The accuracy on the validation data after each epoch.
type Curve = Vec<(f64, f64)>;

/// The first epoch with 95 % or more, if there is one.
fn epochs_to_95(curve: &Curve) -> Option<usize> {
    curve.iter().position(|(_, accuracy)| *accuracy >= GOAL).map(|i| i + 1)
}

/// The 8 × 8 handwritten digits, three quarters to train on and one to measure.
struct Digits {
    x: Vec<SVector<f32, 64>>,
    t: Vec<usize>,
    /// What squared error compares with: 1 for the true class, 0 for the others.
    one_hot: Vec<SVector<f32, 10>>,
    validation_x: Vec<SVector<f32, 64>>,
    validation_t: Vec<usize>,
}

impl Digits {
    fn read() -> Result<Self, Box<dyn Error>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/digits.csv");
        let (mut images, mut digits) = (Vec::new(), Vec::new());
        for line in fs::read_to_string(file)?.lines() {
            let numbers = line.split(',').map(str::parse::<u8>).collect::<Result<Vec<_>, _>>()?;
            let (digit, pixels) = numbers.split_last().ok_or("an empty line")?;
            images.push(SVector::from_iterator(pixels.iter().map(|p| f32::from(*p) / 16.0)));
            digits.push(usize::from(*digit));
        }
        let [train, validation] = split::stratified(&digits, [0.75, 0.25], 1)?;
        let t = split::pick(&digits, &train);
        Ok(Self {
            x: split::pick(&images, &train),
            one_hot: t.iter().map(|class| SVector::ith(*class, 1.0)).collect(),
            t,
            validation_x: split::pick(&images, &validation),
            validation_t: split::pick(&digits, &validation),
        })
    }

    /// Trains any classifier with any loss on any kind of target, and watches, `until` it is right so
    /// often.
    fn train<N, L, Target: Clone + Sync>(
        &self,
        mut net: N,
        data: &Dataset<'_, SVector<f32, 64>, Target>,
        loss: L,
        rate: f64,
        until: f64,
    ) -> Result<Curve, Box<dyn Error>>
    where
        N: Trainable<SVector<f32, 64>, Target, L, 32, Output = SMatrix<f32, 10, 32>>,
        N: Forward<SVector<f32, 64>, Output = SVector<f32, 10>>,
        L: Loss<SMatrix<f32, 10, 32>, Target, Value = f32> + Sync,
    {
        let mut curve = Curve::new();
        fit_with(
            &mut net,
            data,
            &loss,
            Sgd::new(rate),
            &Fit::new(5).epochs(EPOCHS),
            |epoch, net| {
                let pairs = self.validation_x.iter().zip(&self.validation_t);
                let right = pairs.filter(|&(x, t)| argmax(net.forward(x).as_slice()) == *t).count();
                let accuracy = right as f64 / self.validation_t.len() as f64;
                curve.push((epoch.number as f64, accuracy));
                if accuracy < until { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        )?;
        Ok(curve)
    }

    /// Both losses, from the same start. `sure` is added to the bias of class 0: at 12, the untrained
    /// network is certain that every image is a 0, and nine times in ten it is wrong.
    fn both(&self, rate: f64, sure: f32, until: f64) -> Result<[Curve; 2], Box<dyn Error>> {
        let mut start = Logits::init(&mut random::generator(5));
        start.2.bias[0] += sure;
        let (first, _, last) = start.clone();

        let data = Dataset::classes(&self.x, &self.t, 10)?;
        let by_cross_entropy = self.train(start, &data, SoftmaxCrossEntropy, rate, until)?;

        // MeanSquaredError is a mean over the 10 outputs too. Ten times the rate makes up for that:
        // the step is that of Σ(p − t)², as in the formula above.
        let data = Dataset::new(&self.x, &self.one_hot)?;
        let net: Probabilities = (first, Tanh, last, Softmax);
        let by_squared_error = self.train(net, &data, MeanSquaredError, 10.0 * rate, until)?;
        Ok([by_cross_entropy, by_squared_error])
    }
}

/// Cross-entropy against squared error, at several rates, since each may like another.
fn race(digits: &Digits) -> Result<[[usize; 2]; 2], Box<dyn Error>> {
    println!("\nEpochs to 95 % on the validation data");
    println!("                 usual start             certain and wrong at the start");
    println!("rate   cross-entropy  squared error      cross-entropy  squared error");
    let mut best = [[EPOCHS + 1; 2]; 2];
    for rate in RATES {
        let mut row = [const { String::new() }; 4];
        for (start, sure) in [0.0, 12.0].into_iter().enumerate() {
            for (loss, curve) in digits.both(rate, sure, GOAL)?.iter().enumerate() {
                let epochs = epochs_to_95(curve);
                row[2 * start + loss] = epochs.map_or(format!("> {EPOCHS}"), |n| n.to_string());
                let best = &mut best[start][loss];
                *best = epochs.unwrap_or(EPOCHS + 1).min(*best);
            }
        }
        println!("{rate:<6} {:>13}  {:>13}      {:>13}  {:>13}", row[0], row[1], row[2], row[3]);
    }
    // A gradient that is larger bears a smaller rate: at 2, cross-entropy overshoots. So the fair
    // comparison is each loss at its best rate.
    let shown = best
        .map(|start| start.map(|n| if n > EPOCHS { format!("> {EPOCHS}") } else { n.to_string() }));
    println!(
        "best   {:>13}  {:>13}      {:>13}  {:>13}",
        shown[0][0], shown[0][1], shown[1][0], shown[1][1]
    );
    // From a usual start both are quick, and an epoch more or less is luck of the split; a start that is
    // certain and wrong tells them apart.
    assert!(best[0][0] <= best[0][1] && 2 * best[1][0] < best[1][1]);
    Ok(best)
}
