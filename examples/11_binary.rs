//! # A yes-or-no question: is the tumour malignant?
//!
//! Thirty measurements of cell nuclei go in, one probability comes out: the *sigmoid* of one score,
//! the logit. You will meet
//!
//! - *binary cross-entropy on logits* (`SigmoidCrossEntropy`): the loss of such questions;
//! - the *threshold*: from which probability on to say yes. ½ counts both errors alike; here a
//!   missed tumour is worse than a needless second look, so the threshold is chosen, on the
//!   validation set, with a missed one counted as five false alarms;
//! - *precision* (of those reported as malignant, the part that is) and *recall* (of the malignant
//!   ones, the part that is found): accuracy alone hides which of the two errors was made;
//! - the *ROC curve*: recall against false alarms, for all thresholds at once, and the area below
//!   it (*AUC*): the probability that a malignant tumour gets a higher score than a benign one.
//!
//! Look at `pictures/11_binary.svg`: how many false alarms does each further tumour cost? The test set
//! is small, and one curve is better than the other by luck: that, too, is a lesson.
//!
//! The data: Wolberg, Mangasarian, Street, Street (1993), see `data/README.md`.

mod data;
mod plot;

use constnet::{
    init::Xavier,
    prelude::*,
    training::{
        metrics::{ConfusionMatrix, outputs},
        split,
    },
};
use plot::{Chart, Corner, Picture, Table};
use std::error::Error;

// One score out; the sigmoid is in the loss while training, and applied by hand afterwards.
network!(Detector: 30 => (Standardize<30>, Dense<30, 8>, Tanh, Dense<8, 1>) => 1);

/// What a missed tumour costs, in false alarms: a decision of people, not of the network.
const MISSED: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let (nuclei, malignant) = data::breast_cancer()?;

    // Stratified: as many malignant ones in each hundred of every part.
    let classes: Vec<usize> = malignant.iter().map(|&yes| usize::from(yes)).collect();
    let [train, validation, test] = split::stratified(&classes, [0.6, 0.2, 0.2], 1)?
        .map(|part| (split::pick(&nuclei, &part), split::pick(&malignant, &part)));
    let train = Dataset::new(&train.0, &train.1)?;
    let validation = Dataset::new(&validation.0, &validation.1)?;
    let test = Dataset::new(&test.0, &test.1)?;

    let mut net = Detector::init_with(&Xavier::UNIFORM, &mut constnet::random::generator(1));
    net.0.fit(train.inputs())?;
    let adam = Adam::new(0.003).weight_decay(1e-3);
    let plan = Fit::new(1).epochs(200).validation(validation).patience(20);
    let report = fit(&mut net, &train, &SigmoidCrossEntropy, adam, &plan)?;
    println!("{net:#?}\n{} epochs, the weights of number {}", report.epochs.len(), report.best);

    // The threshold with the lowest cost on the validation set.
    let probabilities = |data: &Dataset<'_, SVector<f32, 30>, bool>| -> Vec<(f32, bool)> {
        let logits = outputs(&net, data.inputs());
        logits.iter().map(|z| Sigmoid.forward(z)[0]).zip(data.targets().iter().copied()).collect()
    };
    let validated = roc(&probabilities(&validation));
    let threshold = validated
        .iter()
        .min_by_key(|point| MISSED * point.missed + point.alarms)
        .map_or(0.5, |point| point.threshold);

    // The test.
    let tested = probabilities(&test);
    let matrix = |threshold: f32| {
        let pairs = tested.iter().map(|&(p, yes)| (usize::from(yes), usize::from(p >= threshold)));
        ConfusionMatrix::<2>::from_pairs(pairs)
    };
    println!("\nthreshold   accuracy   precision   recall   on the test set");
    for threshold in [0.5, threshold] {
        let matrix = matrix(threshold);
        let [precision, recall] = [matrix.precision(1), matrix.recall(1)]
            .map(|part| part.map_or("–".into(), |part| format!("{part:.3}")));
        println!("{threshold:<9.3}   {:<8.3}   {precision:<9}   {recall}", matrix.accuracy());
    }
    let matrix = matrix(threshold);
    println!("\n{matrix}\n(1 is malignant)");

    let tested = roc(&tested);
    let auc = area(&tested);
    let mut chart = Chart::new(
        "ROC curves",
        "benign ones reported (false alarms)",
        "malignant ones found (recall)",
    )
    .x(0.0..1.0)
    .y(0.0..1.02)
    .legend(Corner::LowerRight);
    for (name, curve) in [("validation", &validated), ("test", &tested)] {
        chart = chart.line(&format!("{name}, area {:.4}", area(curve)), places(curve));
    }
    // The last point whose threshold is not below the chosen one.
    let chosen = tested.iter().filter(|point| point.threshold >= threshold).count() - 1;
    Picture::new("11_binary")
        .panel(
            chart
                .dots("test, at the chosen threshold", [places(&tested)[chosen]])
                .dashed("guessing, area 0.5", [(0.0, 0.0), (1.0, 1.0)]),
        )
        .panel(Table::new(
            "Malignant?",
            "answer of the network",
            "truth",
            ["no", "yes"].map(String::from),
            matrix.rows().iter().map(|row| row.to_vec()).collect(),
        ))
        .save()?;

    // What this page claims, checked: continuous integration runs it as a test.
    assert!(matrix.accuracy() >= 0.93 && auc >= 0.98);
    assert!(matrix.recall(1) >= Some(0.95));

    println!(
        "test accuracy {:.3}, precision {:.3}, recall {:.3}, ROC AUC {auc:.4}",
        matrix.accuracy(),
        matrix.precision(1).unwrap_or(f64::NAN),
        matrix.recall(1).unwrap_or(f64::NAN),
    );
    Ok(())
}

/// What answering yes from a threshold on leads to.
struct Point {
    threshold: f32,
    /// Malignant ones that are not reported.
    missed: usize,
    /// Benign ones that are reported.
    alarms: usize,
}

/// One point per threshold, from the highest probability to the lowest. Equal probabilities cannot
/// be told apart by any threshold: they are one point.
fn roc(answers: &[(f32, bool)]) -> Vec<Point> {
    let mut answers = answers.to_vec();
    answers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut missed = answers.iter().filter(|(_, yes)| *yes).count();
    let mut alarms = 0;
    let mut curve = vec![Point { threshold: f32::INFINITY, missed, alarms }];
    for equal in answers.chunk_by(|a, b| a.0 == b.0) {
        let yes = equal.iter().filter(|(_, yes)| *yes).count();
        missed -= yes;
        alarms += equal.len() - yes;
        curve.push(Point { threshold: equal[0].0, missed, alarms });
    }
    curve
}

/// The parts of the benign and of the malignant ones that are reported.
fn places(curve: &[Point]) -> Vec<(f64, f64)> {
    let (malignant, benign) = (curve[0].missed as f64, curve[curve.len() - 1].alarms as f64);
    let place = |p: &Point| (p.alarms as f64 / benign, 1.0 - p.missed as f64 / malignant);
    curve.iter().map(place).collect()
}

/// The area below the ROC curve: of all pairs of a malignant and a benign one, the part in which
/// the malignant one has the higher probability; equal ones count half.
fn area(curve: &[Point]) -> f64 {
    let (malignant, benign) = (curve[0].missed, curve[curve.len() - 1].alarms);
    let mut pairs = 0.0;
    for ends in curve.windows(2) {
        let alarms = ends[1].alarms - ends[0].alarms;
        // Found at the earlier threshold, and half of what this one adds.
        let found = malignant as f64 - (ends[0].missed + ends[1].missed) as f64 / 2.0;
        pairs += alarms as f64 * found;
    }
    pairs / (malignant * benign) as f64
}
