//! Targets that are numbers: one for each output.

use crate::{Scalar, losses::LossError};
use nalgebra::SVector;

/// A target with one number per output: `SVector<T, N>` and `[T; N]`; for a single output also the
/// number itself, or a `bool` (1 or 0).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a target for {N} outputs of type `{T}`",
    label = "the loss compares the output with something else",
    note = "class indices (`usize`) belong to `SoftmaxCrossEntropy`; other losses take `SVector<T, N>` or `[T; N]`, and for one output `T` or `bool`"
)]
pub trait Elements<T, const N: usize> {
    /// The numbers.
    fn elements(&self) -> [T; N];
}

impl<T: Scalar, const N: usize> Elements<T, N> for SVector<T, N> {
    fn elements(&self) -> [T; N] {
        self.data.0[0]
    }
}

impl<T: Scalar, const N: usize> Elements<T, N> for [T; N] {
    fn elements(&self) -> [T; N] {
        *self
    }
}

impl<T: Scalar> Elements<T, 1> for T {
    fn elements(&self) -> [T; 1] {
        [*self]
    }
}

impl<T: Scalar> Elements<T, 1> for bool {
    fn elements(&self) -> [T; 1] {
        [if *self { T::one() } else { T::zero() }]
    }
}

/// The numbers of one target, all finite and accepted by `accept`.
pub(crate) fn checked<T: Scalar, const N: usize>(
    sample: usize,
    target: &impl Elements<T, N>,
    expected: &'static str,
    accept: impl Fn(T) -> bool,
) -> Result<[T; N], LossError> {
    let elements = target.elements();
    match elements.iter().find(|t| !(t.is_finite() && accept(**t))) {
        Some(found) => Err(LossError::Target { sample, found: found.to_f64(), expected }),
        None => Ok(elements),
    }
}

/// A distribution: not negative, with a sum of 1 to within rounding.
pub(crate) fn distribution<T: Scalar, const N: usize>(
    sample: usize,
    t: &[T; N],
) -> Result<[T; N], LossError> {
    let error = |found| LossError::Target {
        sample,
        found,
        expected: "a distribution: numbers from 0, sum 1",
    };
    let mut sum = 0.0;
    for t in t.iter().map(|t| t.to_f64()) {
        if !(0.0..=1.0).contains(&t) {
            return Err(error(t));
        }
        sum += t;
    }
    if (sum - 1.0).abs() <= 1e-5 { Ok(*t) } else { Err(error(sum)) }
}
