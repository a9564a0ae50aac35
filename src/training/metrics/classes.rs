//! Classes, by the largest output.

use super::{argmax, ratio};
use crate::{Forward, Scalar, training::Dataset};
use nalgebra::SVector;

/// Outputs that say which of C classes a sample belongs to, one number for each class, or arrays of such, and targets
/// that say it rightly.
#[diagnostic::on_unimplemented(
    message = "metrics of classes do not compare the output `{Self}` with targets of type `{Target}`",
    label = "neither one output for each class nor an array of such, with as many class indices (`usize`)",
    note = "for one output and `bool` targets there is `binary_accuracy(&net, &data, threshold)`, with 0.0 for logits and 0.5 for probabilities",
    note = "for outputs and targets that are numbers there are `r2` and `evaluate(&net, &data, &MeanAbsoluteError)`"
)]
pub trait Classified<Target, const C: usize> {
    /// The type of the outputs.
    type Number: Scalar;
    /// Calls `f` with each true class and the outputs for it.
    fn classes(&self, target: &Target, f: &mut impl FnMut(usize, &[Self::Number]));
}

impl<T: Scalar, const C: usize> Classified<usize, C> for SVector<T, C> {
    type Number = T;
    fn classes(&self, target: &usize, f: &mut impl FnMut(usize, &[T])) {
        f(*target, self.as_slice());
    }
}

impl<V, Target, const C: usize, const L: usize> Classified<[Target; L], C> for [V; L]
where
    V: Classified<Target, C>,
{
    type Number = V::Number;
    fn classes(&self, target: &[Target; L], f: &mut impl FnMut(usize, &[V::Number])) {
        self.iter().zip(target).for_each(|(y, target)| y.classes(target, f));
    }
}

/// That a classifier has outputs to choose from. Asked in what a program calls itself, so that the compiler's last
/// note is of that call.
pub(super) struct Classes<const C: usize>;

impl<const C: usize> Classes<C> {
    pub(super) const SEVERAL: () = assert!(
        C >= 2,
        "a classifier has an output for each class, at least 2; with one output, take `bool` targets and `binary_accuracy`"
    );
}

/// Calls `f` with each true class in data, and what the network gives for it.
pub(super) fn each<X, N, Target, Y, const C: usize>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    mut f: impl FnMut(usize, &[Y::Number]),
) where
    N: Forward<X, Output = Y> + ?Sized,
    Y: Classified<Target, C>,
{
    for (x, target) in data.inputs().iter().zip(data.targets()) {
        net.forward(x).classes(target, &mut f);
    }
}

/// The fraction of the samples whose class has the largest output, in 0 ..= 1: the accuracy of a
/// classifier on its logits or probabilities. An output with a NaN counts as wrong.
///
/// There is an output for each class, so at least 2: with one it does not compile. For one output and
/// targets that are `bool` there is [`binary_accuracy`](super::binary_accuracy). Precision, recall and F1 are
/// those of a [`ConfusionMatrix`](super::ConfusionMatrix).
///
/// scikit-learn: `accuracy_score`.
///
/// ```
/// use constnet::{prelude::*, training::metrics::accuracy};
///
/// // Class 1 where the second number is the larger.
/// let inputs = [[1.0_f32, 2.0], [3.0, 0.0], [0.0, 4.0]].map(SVector::from);
/// let data = Dataset::classes(&inputs, &[1, 0, 0], 2)?;
/// assert_eq!(accuracy(&Identity, &data), 2.0 / 3.0);
///
/// // Sequences of three steps, and a class for each step.
/// let data = Dataset::classes(core::slice::from_ref(&inputs), &[[1, 0, 0]], 2)?;
/// assert_eq!(accuracy(&Identity, &data), 2.0 / 3.0);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
pub fn accuracy<X, N, Target, const C: usize>(net: &N, data: &Dataset<'_, X, Target>) -> f64
where
    N: Forward<X, Output: Classified<Target, C>> + ?Sized,
{
    let () = Classes::<C>::SEVERAL;
    within(net, data, 1)
}

/// The fraction of the samples whose class is among those with the k largest outputs, in 0 ..= 1; of equal outputs,
/// that of the lower class is the larger. An output with a NaN counts as wrong.
///
/// scikit-learn: `top_k_accuracy_score`, where of equal outputs that of the higher class is the larger.
///
/// ```
/// use constnet::{prelude::*, training::metrics::top_k};
///
/// let inputs = [[3.0_f32, 2.0, 1.0], [3.0, 2.0, 1.0], [3.0, 2.0, 1.0]].map(SVector::from);
/// let data = Dataset::classes(&inputs, &[0, 1, 2], 3)?;
/// assert_eq!([1, 2, 3].map(|k| top_k(&Identity, &data, k)), [1.0 / 3.0, 2.0 / 3.0, 1.0]);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
pub fn top_k<X, N, Target, const C: usize>(net: &N, data: &Dataset<'_, X, Target>, k: usize) -> f64
where
    N: Forward<X, Output: Classified<Target, C>> + ?Sized,
{
    let () = Classes::<C>::SEVERAL;
    within(net, data, k)
}

/// The fraction of the samples whose class is among those with the k largest outputs.
fn within<X, N, Target, const C: usize>(net: &N, data: &Dataset<'_, X, Target>, k: usize) -> f64
where
    N: Forward<X, Output: Classified<Target, C>> + ?Sized,
{
    let (mut right, mut all) = (0, 0);
    each(net, data, |truth, y| {
        all += 1;
        right += usize::from(rank(y, truth).is_some_and(|rank| rank < k));
    });
    ratio(right, all).unwrap_or(f64::NAN)
}

/// How many outputs are before that of a class; `None` if one is NaN or there is no such class.
fn rank<T: Scalar>(y: &[T], class: usize) -> Option<usize> {
    let own = y.get(class)?;
    if argmax(y) == class && !y.iter().any(|y| y.to_f64().is_nan()) {
        return Some(0);
    }
    let mut rank = 0;
    for (other, y) in y.iter().enumerate() {
        let before = y.partial_cmp(own)?;
        rank += usize::from(before.is_gt() || before.is_eq() && other < class);
    }
    Some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_with_nan_is_wrong() {
        let inputs = [SVector::from([0.0_f32])];
        let data = Dataset::classes(&inputs, &[0], 2).unwrap();
        let net = crate::Dense::new([[f32::NAN], [0.0]], [0.0, 0.0]);
        assert_eq!(accuracy(&net, &data), 0.0);
    }

    #[test]
    fn of_equal_outputs_the_lower_class_is_the_larger() {
        assert_eq!(
            [0, 1, 2, 3].map(|class| rank(&[1.0, 2.0, 2.0, 0.0], class)),
            [2, 0, 1, 3].map(Some)
        );
        assert_eq!((rank(&[1.0, f64::NAN], 0), rank(&[1.0, 0.0], 2)), (None, None));
    }
}
