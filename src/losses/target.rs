//! Targets that are numbers: one for each output.

use crate::{
    Scalar,
    losses::{Leaf, LossError},
    sum::Sum,
};
use nalgebra::SVector;

/// A target with one number per output: `SVector<T, N>`, `[T; N]` and `[bool; N]`; for a single
/// output also the number itself, or a `bool` (true is 1, false is 0).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a target for {N} outputs of type `{T}`",
    label = "the loss compares the output with something else",
    note = "class indices (`usize`) belong to `SoftmaxCrossEntropy`; other losses take `SVector<T, N>`, `[T; N]` or `[bool; N]`, and for one output `T` or `bool`"
)]
pub trait Elements<T, const N: usize>: Leaf<Target = Self> {
    /// The N numbers, in the order of the outputs.
    fn elements(&self) -> impl Iterator<Item = T>;
}

impl<T: Scalar, const N: usize> Elements<T, N> for SVector<T, N> {
    #[inline]
    fn elements(&self) -> impl Iterator<Item = T> {
        self.data.0.iter().flatten().copied()
    }
}

impl<T: Scalar, const N: usize> Elements<T, N> for [T; N] {
    #[inline]
    fn elements(&self) -> impl Iterator<Item = T> {
        self.iter().copied()
    }
}

impl<T: Scalar, const N: usize> Elements<T, N> for [bool; N] {
    #[inline]
    fn elements(&self) -> impl Iterator<Item = T> {
        self.iter().map(|&t| number(t))
    }
}

impl<T: Scalar> Elements<T, 1> for T {
    #[inline]
    fn elements(&self) -> impl Iterator<Item = T> {
        core::iter::once(*self)
    }
}

impl<T: Scalar> Elements<T, 1> for bool {
    #[inline]
    fn elements(&self) -> impl Iterator<Item = T> {
        core::iter::once(number(*self))
    }
}

fn number<T: Scalar>(t: bool) -> T {
    if t { T::one() } else { T::zero() }
}

/// A target of a classifier with N outputs: the index of the right class (`usize`), or a
/// distribution over the classes (`SVector<T, N>` or `[T; N]`, from 0 to 1, sum 1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a target for {N} classes",
    label = "the loss compares the output with something else",
    note = "a class index is a `usize`; a distribution is a `SVector<T, N>` or a `[T; N]` with one number per class, of the network's number type; `bool` belongs to `SigmoidCrossEntropy`"
)]
pub trait Classes<T, const N: usize>: Leaf<Target = Self> {
    /// Whether the target is in its range.
    ///
    /// # Errors
    /// For a class that does not exist, and for numbers that are not a distribution. Which sample it is,
    /// the loss says.
    fn check(&self) -> Result<(), LossError>;

    /// The class, if all others have the probability 0: what takes less time than to go through all.
    #[inline]
    fn class(&self) -> Option<usize> {
        None
    }

    /// The probability of each class, in their order.
    fn probabilities(&self) -> impl Iterator<Item = T>;
}

impl<T: Scalar, const N: usize> Classes<T, N> for usize {
    #[inline]
    fn check(&self) -> Result<(), LossError> {
        match *self {
            class if class < N => Ok(()),
            found => {
                let (sample, place) = Default::default();
                Err(LossError::Class { sample, place, found, classes: N })
            }
        }
    }

    #[inline]
    fn class(&self) -> Option<usize> {
        Some(*self)
    }

    #[inline]
    fn probabilities(&self) -> impl Iterator<Item = T> {
        (0..N).map(|class| number(class == *self))
    }
}

impl<T: Scalar, const N: usize> Classes<T, N> for SVector<T, N> {
    fn check(&self) -> Result<(), LossError> {
        distribution(self)
    }

    #[inline]
    fn probabilities(&self) -> impl Iterator<Item = T> {
        self.elements()
    }
}

impl<T: Scalar, const N: usize> Classes<T, N> for [T; N] {
    fn check(&self) -> Result<(), LossError> {
        distribution(self)
    }

    #[inline]
    fn probabilities(&self) -> impl Iterator<Item = T> {
        self.elements()
    }
}

/// A target of any finite numbers.
pub(super) fn finite<T: Scalar, const N: usize>(
    target: &impl Elements<T, N>,
) -> Result<(), LossError> {
    numbers(target, "a finite number", |_| true)
}

/// A target in [0, 1].
pub(super) fn probability<T: Scalar, const N: usize>(
    target: &impl Elements<T, N>,
) -> Result<(), LossError> {
    numbers(target, "a probability from 0 to 1", |t| t >= T::zero() && t <= T::one())
}

/// Whether the numbers of one target are finite and accepted by `accept`.
fn numbers<T: Scalar, const N: usize>(
    target: &impl Elements<T, N>,
    expected: &'static str,
    accept: impl Fn(T) -> bool,
) -> Result<(), LossError> {
    match target.elements().find(|t| !(t.is_finite() && accept(*t))) {
        Some(found) => Err(LossError::target(found.to_f64(), expected)),
        None => Ok(()),
    }
}

/// Whether a target is a distribution: numbers from 0 to 1 whose sum is 1 to within rounding.
fn distribution<T: Scalar, const N: usize>(target: &impl Elements<T, N>) -> Result<(), LossError> {
    probability(target)?;
    let mut sum = Sum::new();
    target.elements().for_each(|t| sum.add(t.to_f64()));
    let found: f64 = sum.total();
    if (found - 1.0).abs() <= 1e-5 {
        return Ok(());
    }
    let (sample, place) = Default::default();
    Err(LossError::Sum { sample, place, found })
}
