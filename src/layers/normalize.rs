//! Each sample brought to length 1.
//!
//! ```text
//! y = x / n        n = max(‖x‖, ε)        ‖x‖ = √Σ x²        ε = E        in each column
//! dx = (dy − y·(y·dy)) / n where ‖x‖ > ε, else dy / n
//! ```
//!
//! What is left is a direction: two of them are compared by their product, the cosine of the angle between them.
//! For embeddings, and for inputs whose size says nothing. Cost: two passes over a column, one square root and a
//! division for each number.
//!
//! With u = 2⁻²⁴ in `f32` and 2⁻⁵³ in `f64`, y errs by at most 4u·|y| for columns of up to 256 numbers. A
//! column whose squares overflow is divided by its largest number first.
//!
//! Source: Schroff, Kalenichenko, Philbin (2015), *FaceNet*, arXiv:1503.03832, section 3.

use super::centre::sum;
use crate::{
    Backward, Constant, Forward, Init, Initializer, Ratio, Scalar, Stateless, Value, parameters,
    parameters::constant,
    values::{self, AnyColumns, Columns, OfColumns, OnSize},
};
use core::{fmt, marker::PhantomData};
use rand::Rng;

/// Every column divided by its length ‖x‖, or by ε if it is shorter.
///
/// [Formula, gradient and source](self)
///
/// E is the ε, 10⁻¹² as in PyTorch, or another [`Constant`](trait@crate::Constant), which must be above 0 in `T`.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same, and arrays of such: of an image the channels at each place.
///
/// A column of zeros stays one. NaN makes its column NaN; ±∞ gives NaN, and 0 beside it, as in PyTorch:
/// `torch.nn.functional.normalize(x, dim=1, eps=E)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(Normalize.forward(&SVector::from([3.0, 4.0])), SVector::from([0.6, 0.8]));
/// ```
#[doc(alias = "L2 normalization")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Normalize<E = Ratio<1, 1_000_000_000_000>> {
    epsilon: PhantomData<E>,
}

/// `Normalize` as a value, with the ε 10⁻¹².
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const Normalize: Normalize = Normalize::new();

impl<E: Constant> Normalize<E> {
    /// The layer with the ε E.
    pub const fn new() -> Self {
        Self { epsilon: PhantomData }
    }

    #[inline(always)]
    fn epsilon<T: Scalar>() -> T {
        const { constant::positive::<E, T>("Normalize", "epsilon") };
        T::from_f64(E::VALUE)
    }
}

/// ‖x‖
#[inline(always)]
fn length<T: Scalar, const N: usize>(x: &[T; N]) -> T {
    let squares = sum(x, x, |x, _| x * x);
    if squares.to_f64() <= T::LARGEST {
        return squares.sqrt();
    }
    let mut largest = T::zero();
    for &x in x {
        largest = x.abs().max_nan(largest);
    }
    if !largest.is_finite() {
        return largest;
    }
    largest * sum(x, x, |x, _| (x / largest) * (x / largest)).sqrt()
}

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>, E: Constant> Forward<X> for Normalize<E> {
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        X::of_size(Direction { x, epsilon: Self::epsilon::<X::Number>() }).0
    }
}

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>, E: Constant> Backward<X> for Normalize<E> {
    /// ‖x‖ of each column.
    type Cache = OfColumns<X, X::Number>;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, Self::Cache) {
        X::of_size(Direction { x, epsilon: Self::epsilon::<X::Number>() })
    }

    #[inline]
    fn backward_input(&self, _: &X, y: &X, lengths: &Self::Cache, dy: &X) -> X {
        X::of_size(Slope { y, lengths, dy, epsilon: Self::epsilon::<X::Number>() })
    }
}

struct Direction<'a, X: Value> {
    x: &'a X,
    epsilon: X::Number,
}

impl<X: AnyColumns<Number: Scalar>> OnSize<X> for Direction<'_, X> {
    type Output = (X, OfColumns<X, X::Number>);

    #[inline(always)]
    fn on<const N: usize>(self) -> Self::Output
    where
        X: Columns<N>,
    {
        let mut y = *self.x;
        let mut lengths = OfColumns::<X, X::Number>::zeros();
        let cache = values::flat_mut(&mut lengths).unwrap_or_default();
        for (y, kept) in y.columns_mut().iter_mut().zip(cache) {
            *kept = length(y);
            let divisor = if *kept < self.epsilon { self.epsilon } else { *kept };
            y.iter_mut().for_each(|y| *y /= divisor);
        }
        (y, lengths)
    }
}

struct Slope<'a, X: AnyColumns> {
    y: &'a X,
    lengths: &'a OfColumns<X, X::Number>,
    dy: &'a X,
    epsilon: X::Number,
}

impl<X: AnyColumns<Number: Scalar>> OnSize<X> for Slope<'_, X> {
    type Output = X;

    #[inline(always)]
    fn on<const N: usize>(self) -> X
    where
        X: Columns<N>,
    {
        let mut dx = *self.dy;
        let lengths = values::flat(self.lengths).unwrap_or_default();
        let columns = dx.columns_mut().iter_mut().zip(self.y.columns()).zip(lengths);
        for ((dx, y), &length) in columns {
            if length < self.epsilon {
                dx.iter_mut().for_each(|dx| *dx /= self.epsilon);
                continue;
            }
            let along = sum(y, dx, |y, dy| y * dy);
            for (dx, &y) in dx.iter_mut().zip(y) {
                *dx = (*dx - y * along) / length;
            }
        }
        dx
    }
}

parameters! { [E: Constant] Normalize<E> { epsilon: setting } }

impl<E> Stateless for Normalize<E> {}

impl<E: Constant> Init for Normalize<E> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<E: Constant> fmt::Debug for Normalize<E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", parameters::__described::<Self>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // (3, 4)/5; of dy = (5, 0) the part along y is 3: dx = ((5, 0) − 3·(0.6, 0.8))/5.
        let x = SVector::from([3.0, 4.0]);
        let mut rng = crate::random::generator(0);
        let (y, lengths) = Normalize.forward_train(&x, &mut rng);
        assert_eq!((y, lengths[0]), (SVector::from([0.6, 0.8]), 5.0));
        let dx = Normalize.backward_input(&x, &y, &lengths, &SVector::from([5.0, 0.0]));
        assert!((dx - SVector::from([0.64, -0.48])).amax() < 1e-15);
    }

    #[test]
    fn shorter_than_epsilon_is_a_quotient() {
        let layer = Normalize::<Ratio<2>>::new();
        let x = SVector::from([1.0, 0.0]);
        let y = layer.forward(&x);
        assert_eq!(y, SVector::from([0.5, 0.0]));
        let dx = layer.backward_input(&x, &y, &SVector::from([1.0]), &SVector::from([4.0, 8.0]));
        assert_eq!(dx, SVector::from([2.0, 4.0]));
    }

    #[test]
    fn squares_may_overflow() {
        let x = SVector::from([3e30_f32, -4e30]);
        assert!((Normalize.forward(&x) - SVector::from([0.6, -0.8])).amax() < 1e-6);
        let y = Normalize.forward(&SVector::from([f32::INFINITY, 1.0]));
        assert!(y[0].is_nan() && y[1] == 0.0);
        let y = Normalize.forward(&SVector::from([1.0, f32::NAN]));
        assert!(y[0].is_nan() && y[1].is_nan());
    }
}
