//! Samples and classes that count more than others.

use crate::losses::Weighted;
use alloc::vec::Vec;

/// Targets with a weight for each, from its number and itself: class weights, sample weights, or masks.
///
/// PyTorch: the losses' `weight=` and `reduction="mean"`, which divides by the sum of the weights, too. scikit-learn:
/// `class_weight=`, `sample_weight=`.
///
/// ```
/// use constnet::{prelude::*, training::{balanced, evaluate, weighted}};
///
/// let inputs = [[2.0_f64, 0.0], [2.0, 0.0], [2.0, 0.0], [0.0, 2.0]].map(SVector::from);
/// let classes = [0, 0, 0, 1];
///
/// // Class weights: the rare class counts three times as much.
/// let weights = balanced::<2>(&classes);
/// let targets = weighted(&classes, |_, &class| weights[class]);
/// let data = Dataset::classes(&inputs, &targets, 2)?;
/// let mut net = Dense::<2, 2, f64>::zeros();
/// fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(0.1), &Fit::new(1))?;
///
/// // Sample weights: the first two are left out.
/// let trust = [0.0, 0.0, 1.0, 1.0];
/// let targets = weighted(&classes, |sample, _| trust[sample]);
/// let data = Dataset::classes(&inputs, &targets, 2)?;
/// assert!((evaluate(&Identity, &data, &SoftmaxCrossEntropy)? - (1.0 + (-2.0_f64).exp()).ln()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "class weights")]
#[doc(alias = "sample weights")]
#[doc(alias = "class_weight")]
#[doc(alias = "sample_weight")]
pub fn weighted<Target: Clone>(
    targets: &[Target],
    weight: impl Fn(usize, &Target) -> f64,
) -> Vec<Weighted<Target>> {
    let one = |(sample, target)| Weighted {
        target: Target::clone(target),
        weight: weight(sample, target),
    };
    targets.iter().enumerate().map(one).collect()
}

/// A weight for each of C classes with which all classes that occur count alike: n/(k·nᵢ), where nᵢ of n samples are of
/// the class and k classes occur; 0 for one that does not.
///
/// scikit-learn: `class_weight="balanced"`.
///
/// ```
/// use constnet::training::balanced;
/// assert_eq!(balanced::<3>(&[0, 0, 0, 2]), [4.0 / 6.0, 0.0, 2.0]);
/// ```
pub fn balanced<const C: usize>(classes: &[usize]) -> [f64; C] {
    let mut counts = [0_usize; C];
    for &class in classes {
        if let Some(count) = counts.get_mut(class) {
            *count += 1;
        }
    }
    let (all, occur) = (counts.iter().sum::<usize>(), counts.iter().filter(|&&n| n > 0).count());
    counts.map(|n| if n == 0 { 0.0 } else { all as f64 / (occur * n) as f64 })
}
