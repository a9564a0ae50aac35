//! Splitting data: what is trained on, what decisions are made on, and what is touched once.
//!
//! A split is lists of the samples' numbers, and [`pick`] takes those out of the inputs and out of the targets:
//! ```
//! use constnet::{prelude::*, training::split};
//!
//! let inputs: Vec<_> = (0..50).map(|i| SVector::<f32, 1>::from([i as f32])).collect();
//! let classes: Vec<usize> = (0..50).map(|i| i / 25).collect();
//! let [training, test] = split::stratified(&classes, [0.8, 0.2], 7)?
//!     .map(|part| (split::pick(&inputs, &part), split::pick(&classes, &part)));
//! let training = Dataset::classes(&training.0, &training.1, 2)?;
//! let test = Dataset::classes(&test.0, &test.1, 2)?;
//! assert_eq!((training.len(), test.len()), (40, 10));
//! # Ok::<(), constnet::training::DataError>(())
//! ```

use super::DataError;
use crate::random;
use alloc::vec::Vec;

/// How far rounding may take the sum of fractions from 1.
const SLACK: f64 = 1e-9;

/// The items with these numbers; a number that no item has is left out.
///
/// ```
/// assert_eq!(constnet::training::split::pick(&["a", "b", "c"], &[2, 0]), ["c", "a"]);
/// ```
#[doc(alias = "subset")]
pub fn pick<T: Clone>(items: &[T], numbers: &[usize]) -> Vec<T> {
    numbers.iter().filter_map(|&i| items.get(i).cloned()).collect()
}

/// Splits n samples at random into parts of these fractions. Gives the numbers of the samples in each
/// part.
///
/// A part has its share of the samples, f·n, rounded down or up: up where rounding down would lose most, and among
/// equals the first. Fractions with a sum below 1 leave samples out.
///
/// ```
/// use constnet::training::split;
///
/// let [train, test] = split::random(10, [0.8, 0.2], 7)?;
/// assert_eq!((train.len(), test.len()), (8, 2));
/// assert_eq!(split::random(10, [0.25; 4], 7)?.map(|part| part.len()), [3, 3, 2, 2]);
///
/// let error = split::random(6, [0.95, 0.05], 7).unwrap_err();
/// assert_eq!(error.to_string(), "part 1 of the split would be empty: 0.05 of 6 samples");
/// # Ok::<(), constnet::training::DataError>(())
/// ```
///
/// # Errors
/// If there are no samples, if a fraction is not above 0 or their sum is above 1, or if a part would
/// be empty.
pub fn random<const K: usize>(
    n: usize,
    fractions: [f64; K],
    seed: u64,
) -> Result<[Vec<usize>; K], DataError> {
    stratified(&alloc::vec![0; n], fractions, seed)
}

/// As [`random()`], with every class in the same proportions in each part.
///
/// Of each class, too, a part has its share, rounded down or up: up where the part is furthest behind
/// its share of all classes so far. So what rounding takes in one class, it gives back in others, and
/// a part is within one sample of its share of all; rarely, where there are more than three parts, by
/// a fraction of a sample more.
///
/// ```
/// // A hundred classes of two samples: four of ten give one of them to the test.
/// let classes: Vec<usize> = (0..200).map(|sample| sample / 2).collect();
/// let [train, test] = constnet::training::split::stratified(&classes, [0.8, 0.2], 7)?;
/// assert_eq!((train.len(), test.len()), (160, 40));
/// # Ok::<(), constnet::training::DataError>(())
/// ```
///
/// # Errors
/// As [`random()`].
pub fn stratified<const K: usize>(
    classes: &[usize],
    fractions: [f64; K],
    seed: u64,
) -> Result<[Vec<usize>; K], DataError> {
    let sum: f64 = fractions.iter().sum();
    if K == 0 || fractions.iter().any(|f| !(*f > 0.0)) || sum > 1.0 + SLACK {
        return Err(DataError::Fractions);
    }
    if classes.is_empty() {
        return Err(DataError::Empty);
    }
    let whole = sum > 1.0 - SLACK;
    // Of each part, and of what is left out.
    let mut shares = fractions.map(|f| if whole { f / sum } else { f }).to_vec();
    shares.push(if whole { 0.0 } else { 1.0 - sum });

    let mut rng = random::generator(seed);
    let mut order: Vec<usize> = (0..classes.len()).collect();
    random::shuffle(&mut order, &mut rng);
    // Stable: within a class the order stays random.
    order.sort_by_key(|&i| classes[i]);
    let mut parts = [const { Vec::new() }; K];
    let (mut samples, mut totals) = (0, alloc::vec![0; shares.len()]);
    for class in order.chunk_by(|&a, &b| classes[a] == classes[b]) {
        samples += class.len();
        let mut rest = class;
        let counts = counts(class.len(), samples, &shares, &totals);
        totals.iter_mut().zip(&counts).for_each(|(total, count)| *total += count);
        // The first part comes last, then what is left out.
        let (first, others) = parts.split_at_mut(1);
        for (part, &count) in
            others.iter_mut().zip(&counts[1..]).chain(first.iter_mut().zip(&counts))
        {
            let (taken, left) = rest.split_at(count);
            part.extend_from_slice(taken);
            rest = left;
        }
    }
    if let Some(part) = parts.iter().position(Vec::is_empty) {
        return Err(DataError::EmptyPart { part, fraction: fractions[part], samples });
    }
    parts.iter_mut().for_each(|part| random::shuffle(part, &mut rng));
    Ok(parts)
}

/// K ways to split n samples into training and validation, at random: each sample is in the validation of one of them,
/// and their sizes differ by at most 1. Gives the numbers of the samples.
///
/// scikit-learn: `KFold(shuffle=True)`; with a class for each sample, [`stratified_folds`].
///
/// # Example
/// Cross-validation: a network for each fold, and the mean of their results.
/// ```
/// use constnet::{prelude::*, training::{evaluate, split}};
///
/// let inputs: Vec<_> = (0..50).map(|i| SVector::<f32, 1>::from([i as f32 / 50.0])).collect();
/// let targets: Vec<f32> = inputs.iter().map(|x| 3.0 * x[0] - 1.0).collect();
///
/// let mut losses = Vec::new();
/// for parts in split::folds::<5>(inputs.len(), 7)? {
///     let [train, validation] =
///         parts.map(|part| (split::pick(&inputs, &part), split::pick(&targets, &part)));
///     let mut line = Dense::<1, 1>::zeros();
///     let data = Dataset::new(&train.0, &train.1)?;
///     fit(&mut line, &data, &MeanSquaredError, Adam::new(0.1), &Fit::new(7).epochs(100))?;
///     losses.push(evaluate(&line, &Dataset::new(&validation.0, &validation.1)?, &MeanSquaredError)?);
/// }
/// assert!(losses.iter().sum::<f64>() / 5.0 < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If there are fewer samples than folds.
#[doc(alias = "cross-validation")]
#[doc(alias = "KFold")]
pub fn folds<const K: usize>(n: usize, seed: u64) -> Result<[[Vec<usize>; 2]; K], DataError> {
    stratified_folds(&alloc::vec![0; n], seed)
}

/// As [`folds`], with every class in the same proportions in each fold: of each class, too, the folds' validations have
/// numbers of samples that differ by at most 1.
///
/// scikit-learn: `StratifiedKFold(shuffle=True)`.
///
/// ```
/// let classes = [0, 0, 0, 0, 0, 0, 1, 1, 1];
/// for [_, validation] in constnet::training::split::stratified_folds::<3>(&classes, 7)? {
///     assert_eq!(validation.iter().filter(|&&sample| classes[sample] == 1).count(), 1);
/// }
/// # Ok::<(), constnet::training::DataError>(())
/// ```
///
/// # Errors
/// As [`folds`].
#[doc(alias = "StratifiedKFold")]
pub fn stratified_folds<const K: usize>(
    classes: &[usize],
    seed: u64,
) -> Result<[[Vec<usize>; 2]; K], DataError> {
    const { assert!(K >= 2, "there are at least two folds: what one validates, others are trained on") };
    if classes.is_empty() {
        return Err(DataError::Empty);
    }
    let samples = classes.len();
    if samples < K {
        return Err(DataError::EmptyPart { part: samples, fraction: 1.0 / K as f64, samples });
    }
    let mut rng = random::generator(seed);
    let mut order: Vec<usize> = (0..samples).collect();
    random::shuffle(&mut order, &mut rng);
    // Stable: within a class the order stays random. Dealt out like cards, class by class.
    order.sort_by_key(|&i| classes[i]);
    let mut folds = [const { [const { Vec::new() }; 2] }; K];
    for (place, &sample) in order.iter().enumerate() {
        for (number, [train, validation]) in folds.iter_mut().enumerate() {
            if place % K == number { validation.push(sample) } else { train.push(sample) }
        }
    }
    folds.iter_mut().flatten().for_each(|part| random::shuffle(part, &mut rng));
    Ok(folds)
}

/// How many of a class of n samples go to each part, where `samples` were seen with it, and `totals` of
/// those before it went to each part. The sum is n.
fn counts(n: usize, samples: usize, shares: &[f64], totals: &[usize]) -> Vec<usize> {
    let exact = |n: usize, part: usize| n as f64 * shares[part];
    // Where a share is a whole number, its product with n is that number but for a rounding error.
    let error = n as f64 * 1e-14;
    let mut counts: Vec<_> =
        (0..shares.len()).map(|part| (exact(n, part) + error) as usize).collect();
    let behind = |part: usize| exact(samples, part) - (totals[part] + counts[part]) as f64;
    let mut open: Vec<_> = (0..shares.len())
        .filter(|&part| exact(n, part) - counts[part] as f64 > error)
        .map(|part| (part, behind(part)))
        .collect();
    // Stable: of equals, the first.
    open.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let left = n - counts.iter().sum::<usize>();
    open.iter().take(left).for_each(|&(part, _)| counts[part] += 1);
    counts
}
