//! Metrics, folds, weights, plateaus and temperatures: the values of scikit-learn and PyTorch.

use constnet::{
    prelude::*,
    training::{
        Plateau, Stop, balanced, evaluate,
        metrics::{
            ConfusionMatrix, accuracy, auc, binary_accuracy, r2, roc_auc, temperature, top_k,
        },
        split, weighted,
    },
};

/// The numbers under a name in the reference file, which has each on a line of its own.
fn reference(name: &str) -> Vec<f64> {
    let numbers = include_str!("reference/metrics.txt").lines().find_map(|line| {
        let rest = line.strip_prefix(name)?.strip_prefix(' ')?;
        rest.split(' ').map(|number| number.parse().ok()).collect::<Option<Vec<f64>>>()
    });
    numbers.unwrap_or_else(|| panic!("no numbers of {name}"))
}

fn vectors<const N: usize>(name: &str) -> Vec<SVector<f64, N>> {
    reference(name).as_chunks::<N>().0.iter().map(|&numbers| SVector::from(numbers)).collect()
}

fn classes(name: &str) -> Vec<usize> {
    reference(name).iter().map(|&class| class as usize).collect()
}

/// Ours round a few sums and quotients in another order.
fn near(found: f64, name: &str) {
    let expected = reference(name)[0];
    assert!((found - expected).abs() <= 1e-14 * expected.abs(), "{name}: {found} for {expected}");
}

#[test]
fn metrics_of_classes_are_scikit_learns() {
    let (logits, classes) = (vectors::<4>("logits"), classes("classes"));
    let data = Dataset::classes(&logits, &classes, 4).unwrap();
    near(accuracy(&Identity, &data), "accuracy");
    near(top_k(&Identity, &data, 2), "top 2");
    near(top_k(&Identity, &data, 3), "top 3");
    let matrix = ConfusionMatrix::<4>::of(&Identity, &data);
    for class in 0..4 {
        let found = [matrix.precision(class), matrix.recall(class), matrix.f1(class)];
        for (found, name) in found.into_iter().zip(["precision", "recall", "f1"]) {
            assert!((found.unwrap() - reference(name)[class]).abs() < 1e-15, "{name} of {class}");
        }
    }
    near(matrix.macro_precision(), "macro precision");
    near(matrix.macro_recall(), "macro recall");
    near(matrix.macro_f1(), "macro f1");
    // Classes that are not predicted, not true, and neither.
    let odd = ConfusionMatrix::<5>::from_pairs([(0, 0), (0, 3), (2, 0), (2, 0), (0, 0)]);
    near(odd.macro_precision(), "odd precision");
    near(odd.macro_recall(), "odd recall");
    near(odd.macro_f1(), "odd f1");
    assert_eq!((odd.f1(1), odd.f1(2), odd.f1(9)), (None, Some(0.0), None));
}

#[test]
fn class_weights_are_scikit_learns_and_pytorchs() {
    let (logits, classes) = (vectors::<4>("logits"), classes("classes"));
    let weights = balanced::<4>(&classes);
    assert_eq!(weights.to_vec(), reference("balanced"));
    let targets = weighted(&classes, |_, &class| weights[class]);
    let data = Dataset::classes(&logits, &targets, 4).unwrap();
    near(evaluate(&Identity, &data, &SoftmaxCrossEntropy).unwrap(), "weighted loss");
}

#[test]
fn a_temperature_has_the_lowest_cross_entropy() {
    let (logits, classes) = (vectors::<4>("temperature logits"), classes("classes"));
    let data = Dataset::classes(&logits, &classes, 4).unwrap();
    let found = temperature(&Identity, &data).unwrap();
    let expected = reference("temperature")[0];
    // Both zeros are as sharp as the sum of 60 slopes is right.
    assert!((found - expected).abs() < 1e-12 * expected, "{found} for {expected}");
}

#[test]
fn metrics_of_yes_or_no_are_scikit_learns() {
    let scores = vectors::<1>("scores");
    let answers: Vec<bool> = reference("answers").iter().map(|&answer| answer == 1.0).collect();
    let data = Dataset::new(&scores, &answers).unwrap();
    near(binary_accuracy(&Identity, &data, 0.0), "binary accuracy");
    near(roc_auc(&Identity, &data).unwrap(), "auc");
    near(auc(scores.iter().map(|y| y[0]).zip(answers.iter().copied())).unwrap(), "auc");
}

#[test]
fn metrics_of_numbers_are_scikit_learns() {
    let (outputs, targets) = (vectors::<3>("outputs"), vectors::<3>("targets"));
    let data = Dataset::new(&outputs, &targets).unwrap();
    near(r2(&Identity, &data), "r2");
    near(evaluate(&Identity, &data, &MeanAbsoluteError).unwrap(), "mean absolute error");
    let two = |all: &[SVector<f64, 3>]| -> Vec<SVector<f64, 2>> {
        all.iter().map(|all| all.fixed_rows::<2>(0).into_owned()).collect()
    };
    near(r2(&Identity, &Dataset::new(&two(&outputs), &two(&targets)).unwrap()), "r2 of two");
    let last: Vec<_> = targets.iter().map(|t| SVector::from([t[2]])).collect();
    near(r2(&Identity, &Dataset::new(&last, &last).unwrap()), "r2 of a constant that is right");
}

/// Sequences of four samples give what the samples give.
#[test]
fn elements_of_arrays_are_samples() {
    let (logits, classes) = (vectors::<4>("logits"), classes("classes"));
    let (sequences, targets) = (logits.as_chunks::<4>().0, classes.as_chunks::<4>().0);
    let data = Dataset::classes(sequences, targets, 4).unwrap();
    near(accuracy(&Identity, &data), "accuracy");
    near(top_k(&Identity, &data, 2), "top 2");
    near(ConfusionMatrix::<4>::of(&Identity, &data).macro_f1(), "macro f1");

    let answers: Vec<bool> = reference("answers").iter().map(|&answer| answer == 1.0).collect();
    let scores = vectors::<1>("scores");
    let data = Dataset::new(scores.as_chunks::<4>().0, answers.as_chunks::<4>().0).unwrap();
    near(roc_auc(&Identity, &data).unwrap(), "auc");
    near(binary_accuracy(&Identity, &data, 0.0), "binary accuracy");
    // The first and second number of two samples, as four outputs.
    let (outputs, targets) = ([[1.0], [5.0]], [[2.0], [3.0]]);
    let (outputs, targets) = (outputs.map(SVector::from), targets.map(SVector::from));
    let data = [[outputs[0], outputs[1]], [targets[0], targets[1]]];
    let right = [[targets[0], outputs[1]], [outputs[0], targets[1]]];
    let data = Dataset::new(&data, &right).unwrap();
    // Of the first place errors of 1 and 1 where the mean is ½ away; of the second, 0 and 0.
    assert_eq!(r2(&Identity, &data), (1.0 - 2.0 / 0.5 + 1.0) / 2.0);
}

#[test]
fn folds_are_as_large_as_scikit_learns() {
    let classes = classes("fold classes");
    let plain = split::folds::<4>(classes.len(), 1).unwrap();
    let sizes = plain.iter().map(|[_, validation]| validation.len() as f64);
    assert_eq!(sizes.collect::<Vec<_>>(), reference("folds"));
    let stratified = split::stratified_folds::<4>(&classes, 1).unwrap();
    let mut counts = Vec::new();
    for [train, validation] in &stratified {
        for class in 0..3 {
            counts.push(validation.iter().filter(|&&i| classes[i] == class).count() as f64);
        }
        let mut all = [train.as_slice(), validation].concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..classes.len()), "each sample once");
    }
    assert_eq!(counts, reference("stratified folds"));
    let mut validated = stratified.map(|[_, validation]| validation).concat();
    validated.sort_unstable();
    assert!(validated.into_iter().eq(0..classes.len()), "each sample validates once");
    assert_ne!(split::folds::<4>(41, 1), split::folds::<4>(41, 2));
    assert!(split::folds::<4>(3, 1).is_err() && split::folds::<2>(0, 1).is_err());
}

#[test]
fn a_plateau_lowers_the_rate_as_pytorchs() {
    for (name, mut plateau) in [
        ("plateau", Plateau::new(0.5, 2)),
        ("plateau threshold", Plateau::new(0.1, 1).threshold(0.3)),
        ("plateau floor", Plateau::new(0.5, 0).floor(0.2)),
    ] {
        let found = reference("losses").into_iter().map(|loss| plateau.factor_after(loss));
        for (found, expected) in found.zip(reference(name)) {
            assert!((found - expected).abs() < 1e-15, "{name}: {found} for {expected}");
        }
    }
}

/// y = w·x with one weight, which plain descent multiplies by ½ in each epoch.
fn halving<'a>(data: &Dataset<'a, SVector<f64, 1>, f64>) -> Fit<'a, SVector<f64, 1>, f64> {
    Fit::new(1).epochs(50).validation(*data).patience(2)
}

#[test]
fn a_fall_below_the_least_that_counts_does_not_keep_training_going() {
    let inputs = [SVector::from([1.0])];
    let data = Dataset::new(&inputs, &[0.0]).unwrap();
    let run = |plan: &Fit<'_, _, _>| {
        let mut line = Dense::<1, 1, f64>::new([[1.0]], [1.0]);
        let report = fit(&mut line, &data, &MeanSquaredError, Sgd::new(0.125), plan).unwrap();
        (report, line)
    };
    // The error goes from 2 to 2·½ to 2·¼, and the loss 4, 1, ¼, 1/16 and so on.
    let (report, _) = run(&halving(&data));
    assert_eq!((report.stop, report.epochs.len()), (Stop::Epochs, 50));
    let (report, line) = run(&halving(&data).min_delta(0.5));
    assert_eq!((report.stop, report.epochs.len()), (Stop::Patience, 4));
    // From 1 to ¼ is a fall of ¾; ¼, 1/16 and 1/64 are not ½ apart. The best is the last all the same.
    assert_eq!((report.best, line.weight[0] + line.bias[0]), (4, 2.0 / 16.0));

    let error = |plan: &Fit<'_, _, _>| {
        fit(&mut Dense::zeros(), &data, &MeanSquaredError, Sgd::new(0.1), plan)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error(&halving(&data).min_delta(-1.0)),
        "the least fall of the validation loss is -1, expected a finite number from 0"
    );
    assert_eq!(
        error(&halving(&data).plateau(Plateau::new(1.5, 3))),
        "the factor of a plateau is 1.5, expected a number in (0, 1)"
    );
}

#[test]
fn fit_lowers_the_rate_on_a_plateau() {
    let inputs = [SVector::from([1.0])];
    let data = Dataset::new(&inputs, &[0.0]).unwrap();
    // A rate of ½ leaps from an error e to −e: the loss stays until the rate is halved, and then it is 0.
    let mut line = Dense::<1, 1, f64>::new([[1.0]], [1.0]);
    let plan = Fit::new(1).epochs(5).plateau(Plateau::new(0.5, 1));
    let report = fit(&mut line, &data, &MeanSquaredError, Sgd::new(0.5), &plan).unwrap();
    let losses: Vec<f64> = report.epochs.iter().map(|epoch| epoch.loss).collect();
    assert_eq!(losses, [4.0, 4.0, 4.0, 4.0, 0.0]);
}
