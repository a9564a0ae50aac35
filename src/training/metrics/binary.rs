//! Yes or no, by one output.

use super::ratio;
use crate::{Forward, Scalar, training::Dataset};
use alloc::vec::Vec;
use nalgebra::SVector;

/// Outputs that answer yes or no, one number each, or arrays of such, and targets that answer rightly.
#[diagnostic::on_unimplemented(
    message = "metrics of yes or no do not compare the output `{Self}` with targets of type `{Target}`",
    label = "neither one output nor an array of such, with as many `bool`s",
    note = "for an output for each class and class indices (`usize`) there is `accuracy(&net, &data)`"
)]
pub trait Answers<Target> {
    /// Calls `f` with each right answer and the output for it.
    fn answers(&self, target: &Target, f: &mut impl FnMut(bool, f64));
}

impl<T: Scalar> Answers<bool> for SVector<T, 1> {
    fn answers(&self, target: &bool, f: &mut impl FnMut(bool, f64)) {
        f(*target, self[0].to_f64());
    }
}

impl<V: Answers<Target>, Target, const L: usize> Answers<[Target; L]> for [V; L] {
    fn answers(&self, target: &[Target; L], f: &mut impl FnMut(bool, f64)) {
        self.iter().zip(target).for_each(|(y, target)| y.answers(target, f));
    }
}

/// Calls `f` with each right answer in data, and what the network gives for it.
pub(super) fn each<X, N, Target>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    mut f: impl FnMut(bool, f64),
) where
    N: Forward<X, Output: Answers<Target>> + ?Sized,
{
    for (x, target) in data.inputs().iter().zip(data.targets()) {
        net.forward(x).answers(target, &mut f);
    }
}

/// The fraction of the samples that a network with one output answers correctly, in 0 ..= 1: yes where the
/// output is above a threshold, 0 for a logit and ½ for a probability. An output that is NaN counts as wrong.
///
/// ```
/// use constnet::{prelude::*, training::metrics::binary_accuracy};
///
/// let inputs = [[-2.0_f32], [0.5], [3.0]].map(SVector::from);
/// let data = Dataset::new(&inputs, &[false, false, true])?;
/// assert_eq!(binary_accuracy(&Identity, &data, 0.0), 2.0 / 3.0);
/// // The sigmoid of a logit above 0 is a probability above ½.
/// assert_eq!(binary_accuracy(&Sigmoid, &data, 0.5), 2.0 / 3.0);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
#[doc(alias = "accuracy")]
pub fn binary_accuracy<X, N, Target>(net: &N, data: &Dataset<'_, X, Target>, threshold: f64) -> f64
where
    N: Forward<X, Output: Answers<Target>> + ?Sized,
{
    let (mut right, mut all) = (0, 0);
    each(net, data, |truth, y| {
        all += 1;
        right += usize::from(y.partial_cmp(&threshold).is_some_and(|order| order.is_gt() == truth));
    });
    ratio(right, all).unwrap_or(f64::NAN)
}

/// The probability that a sample whose answer is yes has a larger output than one whose answer is no, where equal
/// outputs count half: the area under the curve of true over false positives, whatever the threshold. `None` if
/// one of the answers does not occur, or an output is NaN.
///
/// scikit-learn: `roc_auc_score`. For pairs that you already have: [`auc`].
///
/// ```
/// use constnet::{prelude::*, training::metrics::roc_auc};
///
/// // Of the six pairs one is in the wrong order.
/// let inputs = [[-2.0_f32], [0.5], [0.1], [3.0], [2.0]].map(SVector::from);
/// let data = Dataset::new(&inputs, &[false, false, true, true, true])?;
/// assert_eq!(roc_auc(&Identity, &data), Some(5.0 / 6.0));
/// # Ok::<(), constnet::training::DataError>(())
/// ```
#[doc(alias = "AUC")]
pub fn roc_auc<X, N, Target>(net: &N, data: &Dataset<'_, X, Target>) -> Option<f64>
where
    N: Forward<X, Output: Answers<Target>> + ?Sized,
{
    let mut pairs = Vec::new();
    each(net, data, |truth, y| pairs.push((y, truth)));
    auc(pairs)
}

/// [`roc_auc`] of pairs of an output and the right answer.
///
/// ```
/// use constnet::training::metrics::auc;
///
/// assert_eq!(auc([(0.1, false), (0.4, true), (0.4, false), (0.8, true)]), Some(3.5 / 4.0));
/// ```
pub fn auc(pairs: impl IntoIterator<Item = (f64, bool)>) -> Option<f64> {
    let mut pairs: Vec<(f64, bool)> = pairs.into_iter().collect();
    if pairs.iter().any(|(y, _)| y.is_nan()) {
        return None;
    }
    pairs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    // Of each group of equal outputs: the noes before it, and half of those in it. Twice that is a whole number.
    let (mut yeses, mut noes, mut twice) = (0_u64, 0_u64, 0_u64);
    for group in pairs.chunk_by(|(a, _), (b, _)| a == b) {
        let yes = group.iter().filter(|(_, truth)| *truth).count() as u64;
        let no = group.len() as u64 - yes;
        twice += yes * (2 * noes + no);
        (yeses, noes) = (yeses + yes, noes + no);
    }
    (yeses > 0 && noes > 0).then(|| twice as f64 / (2 * yeses * noes) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_that_of_all_pairs() {
        let mut rng = crate::random::generator(1);
        for _ in 0..100 {
            // Coarse, so that many are equal; with both zeros, which are.
            let pairs: Vec<_> = (0..40)
                .map(|_| {
                    let y = crate::random::index(8, &mut rng) as f64 - 4.0;
                    (-y * 0.5, crate::random::unit(&mut rng) < 0.4)
                })
                .collect();
            let (mut sum, mut count) = (0.0, 0.0);
            for (yes, _) in pairs.iter().filter(|(_, truth)| *truth) {
                for (no, _) in pairs.iter().filter(|(_, truth)| !truth) {
                    sum += if yes > no {
                        1.0
                    } else if yes == no {
                        0.5
                    } else {
                        0.0
                    };
                    count += 1.0;
                }
            }
            assert_eq!(auc(pairs), (count > 0.0).then(|| sum / count));
        }
        assert_eq!(auc([(0.0, true), (-0.0, false)]), Some(0.5));
        assert_eq!((auc([]), auc([(1.0, true)])), (None, None));
        assert_eq!(auc([(f64::NAN, true), (1.0, false)]), None);
    }
}
