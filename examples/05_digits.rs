//! # Handwritten digits
//!
//! A network learns to read digits that people wrote by hand, from images of 8×8 pixels, and is
//! then asked two questions: how often is it right on images that it has never seen, and can its
//! probabilities be believed? You will meet, in this order:
//!
//! - *training, validation and test set*: what the network learns from, what its makers decide by,
//!   and what nobody looks at before the end;
//! - a *hyperparameter*, chosen on the validation set: how much *label smoothing*, which asks the
//!   network for a little less than certainty;
//! - the *learning curve*: the loss over the epochs, on both sets;
//! - *inference*: a single image in, ten probabilities out;
//! - the *confusion matrix*: which digits are taken for which;
//! - *calibration*: of all answers given with 80 % confidence, 80 % should be right. A *reliability
//!   diagram* shows whether they are, and *temperature scaling* repairs what is wrong.
//!
//! Run it with `cargo run --release --example 05_digits`, then look at `pictures/05_digits.svg`: does
//! the validation loss still fall where the curve ends, and would you have read the digits that the
//! network got wrong?
//!
//! The images: Alpaydin, Kaynak (1998), see `data/README.md`.

mod data;
mod plot;

use constnet::{
    init::He,
    losses::LossError,
    prelude::*,
    training::{
        FitError, FitReport,
        metrics::{Calibration, ConfusionMatrix, accuracy, argmax, outputs},
        progress_bar, split,
    },
};
use plot::{Chart, Corner, Images, Picture, Table};
use std::error::Error;

// 64 pixels in, ten scores out, one for each digit. Scores ("logits") become probabilities in the
// loss, which contains the softmax.
network!(
    Reader: 64 => (Standardize<64>, Dense<64, 96>, Relu, Dropout<Ratio<1, 5>>, Dense<96, 10>) => 10
);
const _: () = assert!(Reader::COUNT < 10_000);

type Data<'a> = Dataset<'a, SVector<f32, 64>, usize>;

/// The split is the same for every network: an image that any decision was made on is never an
/// image that a network is tested on.
const SPLIT_SEED: u64 = 1;
const EPOCHS: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let (images, digits) = data::digits()?;

    // The data, in three parts, with every digit equally common in each.
    let [train, validation, test] = split::stratified(&digits, [0.6, 0.2, 0.2], SPLIT_SEED)?
        .map(|part| (split::pick(&images, &part), split::pick(&digits, &part)));
    let train = Dataset::classes(&train.0, &train.1, 10)?;
    let validation = Dataset::classes(&validation.0, &validation.1, 10)?;
    let test = Dataset::classes(&test.0, &test.1, 10)?;
    let sizes = [train.len(), validation.len(), test.len()];
    println!(
        "{} images to learn from, {} to decide by, {} for the test",
        sizes[0], sizes[1], sizes[2]
    );

    // How much label smoothing? The validation set decides.
    println!("\nlabel smoothing   accuracy on the validation set, mean of 3 networks");
    let mut best = (0.0, 0.0);
    for smoothing in [0.0, 0.05, 0.1, 0.2] {
        let mut mean = 0.0;
        // Other seeds than those of the networks that are tested in the end.
        for seed in 100..103 {
            let (net, _) = trained(seed, train, validation, smoothing)?;
            mean += accuracy(&net, &validation) / 3.0;
        }
        println!("{smoothing:<15}   {mean:.4}");
        if mean > best.0 {
            best = (mean, smoothing);
        }
    }
    let (_, smoothing) = best;

    // Ten networks, which differ in nothing but their seed.
    // One network may be lucky; the mean of ten is a figure to rely on.
    let (mut networks, mut reports) = (Vec::new(), Vec::new());
    for seed in 0..10 {
        let (net, report) = trained(seed, train, validation, smoothing)?;
        networks.push(net);
        reports.push(report);
    }
    let reader = &networks[0];
    println!("\n{reader:#?}\n{} parameters", Reader::COUNT);

    // Inference: one image in, ten probabilities out.
    let image = &test.inputs()[0];
    let probabilities = Softmax.forward(&reader.forward(image));
    println!("\nAn image of the test set, and what the network sees in it:");
    for row in 0..8 {
        let pixels: String = (0..8).map(|column| shade(image[8 * row + column])).collect();
        let bar = |digit: usize| {
            let p = probabilities[digit];
            format!("{digit} {:5.1} % {}", 100.0 * p, "█".repeat((20.0 * p).round() as usize))
        };
        let second = if row < 2 { bar(row + 8) } else { String::new() };
        println!("    {pixels}    {:<30} {second}", bar(row));
    }

    // The test.
    let confusion = ConfusionMatrix::<10>::of(reader, &test);
    println!("\nThe first network on the test set:\n{confusion}");

    // Can its probabilities be believed? Label smoothing has taught the networks to be modest.
    // Dividing the logits by a temperature changes no answer, only how sure the network is of it.
    let (mut before, mut after) = (Calibration::<10>::default(), Calibration::<10>::default());
    let mut temperatures = Vec::new();
    for net in &networks {
        let temperature = temperature(&outputs(net, validation.inputs()), validation.targets())?;
        temperatures.push(temperature);
        for (z, &digit) in outputs(net, test.inputs()).iter().zip(test.targets()) {
            for (calibration, z) in [(&mut before, *z), (&mut after, z / temperature)] {
                let p = Softmax.forward(&z);
                let answer = argmax(p.as_slice());
                calibration.add(p[answer].into(), answer == digit);
            }
        }
    }
    let temperature = temperatures.iter().sum::<f32>() / 10.0;
    println!(
        "\nbefore and after temperature scaling (mean temperature {temperature:.2}), all ten networks:"
    );
    println!("confidence  answers   right | answers   right");
    for (bin, (before, after)) in before.bins().iter().zip(after.bins()).enumerate() {
        let right =
            |bin: Option<f64>| bin.map_or("     –".into(), |a| format!("{:4.0} %", 100.0 * a));
        println!(
            "{:.1} to {:.1}  {:8}  {} | {:7}  {}",
            bin as f64 / 10.0,
            (bin + 1) as f64 / 10.0,
            before.count(),
            right(before.accuracy()),
            after.count(),
            right(after.accuracy()),
        );
    }

    let accuracies: Vec<f64> = networks.iter().map(|net| accuracy(net, &test)).collect();
    let mean = accuracies.iter().sum::<f64>() / 10.0;
    picture(&reports[0], reader, &test, &confusion, [&before, &after])?;

    // What this page claims, checked: continuous integration runs it as a test.
    assert!(mean >= 0.97);
    assert!(after.error() < before.error());

    println!(
        "\nexpected calibration error {:.3} before, {:.3} after temperature scaling",
        before.error(),
        after.error()
    );
    let (low, high) =
        accuracies.iter().fold((1.0, 0.0), |(low, high): (f64, f64), &a| (low.min(a), high.max(a)));
    println!("ten networks, worst {low:.3}, best {high:.3}, on average:");
    println!("test accuracy {mean:.3}");
    Ok(())
}

/// A trained network: it keeps the weights of the epoch with the lowest validation loss.
fn trained(
    seed: u64,
    train: Data<'_>,
    validation: Data<'_>,
    smoothing: f64,
) -> Result<(Reader, FitReport), FitError> {
    // He's rule suits Relu. Pixels go from 0 to 16, and learning is easiest around 0; as a layer,
    // the scaling cannot be forgotten where the network is used.
    let mut net = Reader::init_with(&He::NORMAL, &mut constnet::random::generator(seed));
    net.0 = Standardize::new([8.0; 64], [8.0; 64]);
    // With smoothing s the target is 1 − s for the right digit, and s is shared by all ten.
    let loss = SoftmaxCrossEntropy.smoothing(smoothing);
    let adam = Adam::new(3e-3);
    let plan = Fit::new(seed).epochs(EPOCHS).batch(BatchSize::<16>).validation(validation);
    let report = if seed == 0 {
        // A bar where a person watches, nothing where none does.
        fit_with(&mut net, &train, loss, adam, &plan, progress_bar())?
    } else {
        fit(&mut net, &train, loss, adam, &plan)?
    };
    Ok((net, report))
}

/// The temperature T for which softmax(z/T) has the lowest cross-entropy on data that the network
/// was not trained on: gradient descent with one parameter, β = 1/T.
fn temperature(logits: &[SVector<f32, 10>], digits: &[usize]) -> Result<f32, LossError> {
    let mut beta = 1.0;
    for _ in 0..300 {
        let mut slope = 0.0;
        for (z, &digit) in logits.iter().zip(digits) {
            // With y = β·z the chain rule gives dL/dβ = dL/dy · z.
            let (_, dy) = SoftmaxCrossEntropy.gradient(&(z * beta), &[digit])?;
            slope += dy.dot(z) / logits.len() as f32;
        }
        beta -= 0.1 * slope;
    }
    Ok(1.0 / beta)
}

/// Two characters for a pixel from 0 to 16.
fn shade(pixel: f32) -> &'static str {
    ["  ", "░░", "▒▒", "▓▓", "██"][(pixel / 4.0).round().clamp(0.0, 4.0) as usize]
}

fn picture(
    report: &FitReport,
    net: &Reader,
    test: &Data<'_>,
    confusion: &ConfusionMatrix<10>,
    [before, after]: [&Calibration; 2],
) -> Result<(), Box<dyn Error>> {
    let epochs = || report.epochs.iter().map(|epoch| (epoch.number as f64, epoch));
    let curve = Chart::new("Learning curve", "epoch", "loss")
        .line("training (with dropout)", epochs().map(|(n, epoch)| (n, epoch.loss)))
        .line("validation", epochs().filter_map(|(n, epoch)| Some((n, epoch.validation?))));

    // The wrong ones first, then right ones to fill the rows.
    let mut answers: Vec<_> = (test.inputs().iter().zip(test.targets()))
        .map(|(image, &digit)| (image, digit, argmax(net.forward(image).as_slice())))
        .collect();
    answers.sort_by_key(|(_, digit, answer)| digit == answer);
    let mut digits = Images::new("Test images and answers, the wrong ones first", 8, 8);
    for (image, digit, answer) in answers.into_iter().take(32) {
        let wrong = digit != answer;
        let caption = if wrong { format!("{answer}, is {digit}") } else { format!("{answer}") };
        digits = digits.image(image.iter().map(|pixel| f64::from(pixel / 16.0)), &caption, wrong);
    }

    let rows = confusion.rows().iter().map(|row| row.to_vec()).collect();
    let names = (0..10).map(|digit| digit.to_string());
    let table = Table::new("Confusion matrix", "answer", "digit", names, rows);

    let points = |calibration: &Calibration| -> Vec<(f64, f64)> {
        let bins = calibration.bins().iter();
        // A few answers are no statistics.
        bins.filter(|bin| bin.count() >= 20)
            .filter_map(|bin| Some((bin.confidence()?, bin.accuracy()?)))
            .collect()
    };
    // Most answers are in the last few bins, so the error says more than the shape of the line.
    let label = |when: &str, calibration: &Calibration| {
        format!("{when}: calibration error {:.3}", calibration.error())
    };
    let reliability =
        Chart::new("Reliability: can it be believed?", "confidence", "part that is right")
            .x(0.0..1.0)
            .y(0.0..1.0)
            .legend(Corner::LowerRight)
            .path(&label("as trained", before), points(before))
            .path(&label("after temperature scaling", after), points(after))
            .dashed("calibrated", [(0.0, 0.0), (1.0, 1.0)]);

    Picture::new("05_digits").panel(curve).panel(digits).panel(table).panel(reliability).save()
}
