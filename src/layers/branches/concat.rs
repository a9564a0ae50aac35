//! Features of several values, one after the other.
//!
//! ```text
//! y = (a, b, …)        da, db, … = the parts of dy        in each column
//! a: P × B,  b: Q × B,  y: N × B,  N = P + Q + …
//! ```
//!
//! It joins branches: the layer behind it sees the features of all of them. Cost: a copy each way.
//!
//! Source: Szegedy et al., *Going Deeper with Convolutions* (2014), arXiv:1409.4842, section 4 (filter
//! concatenation).

use super::tuples;
use crate::{
    Backward, Columns, Forward, Init, Initializer, Misfit, Scalar, Stateless, Value, misfit::fits,
    parameters, values::AnyColumns,
};
use rand::Rng;

/// A tuple of two to eight values as one value of N features: those of the first, then those of the second, and so
/// on, in each column.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `(SMatrix<T, P, B>, SMatrix<T, Q, B>, …)` → `SMatrix<T, N, B>`, and arrays of such, with N = P + Q + … The
/// compiler cannot add sizes, so N is stated; any number but the sum does not compile:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // Concat<8>: the parts are 3 + 4 features, so it must be Concat<7>
/// network!(Net: 2 => (Fork<(Dense<2, 3>, Dense<2, 4>)>, Concat<8>) => 8);
/// ```
/// NaN and ±∞ pass through. PyTorch: `torch.cat((a, b), dim=1)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let (a, b) = (SVector::from([1.0, 2.0]), SVector::from([3.0]));
/// assert_eq!(Concat::<3>.forward(&(a, b)), SVector::from([1.0, 2.0, 3.0]));
/// ```
#[doc(alias = "cat")]
#[doc(alias = "concatenate")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Concat<const N: usize>;

/// Whether the parts have N features in all.
const fn misfit(n: usize, parts: &[usize]) -> Option<Misfit> {
    let (mut sum, mut i) = (0, 0);
    while i < parts.len() {
        sum += parts[i];
        i += 1;
    }
    if sum == n {
        return None;
    }
    let mut message = Misfit::new("Concat<").number(n).text(">: the parts are ").number(parts[0]);
    let mut i = 1;
    while i < parts.len() {
        message = message.text(" + ").number(parts[i]);
        i += 1;
    }
    Some(message.text(" features, so it must be Concat<").number(sum).text(">"))
}

/// Copies a part into the columns of the whole, from feature `at` on.
#[inline(always)]
fn join<const N: usize, V: AnyColumns>(part: &V, whole: &mut [[V::Number; N]], at: usize) {
    let columns = part.numbers().chunks(const { features::<V>() });
    for (part, whole) in columns.zip(whole) {
        let whole = whole.iter_mut().skip(at);
        whole.zip(part).for_each(|(whole, &part)| *whole = part);
    }
}

/// A part of the columns of the whole, from feature `at` on.
#[inline(always)]
fn split<const N: usize, V: AnyColumns<Number: Scalar>>(whole: &[[V::Number; N]], at: usize) -> V {
    let mut part = V::zeros();
    let columns = part.numbers_mut().chunks_mut(const { features::<V>() });
    for (part, whole) in columns.zip(whole) {
        part.iter_mut().zip(whole.iter().skip(at)).for_each(|(part, &whole)| *part = whole);
    }
    part
}

/// The features of a value, for chunks, which are never empty.
const fn features<V: AnyColumns>() -> usize {
    if V::FEATURES == 0 { 1 } else { V::FEATURES }
}

macro_rules! concat {
    ([] [$First:ident 0 $first:ident] $([$Part:ident $i:tt $part:ident])*) => {
        #[diagnostic::do_not_recommend]
        impl<const N: usize, $First, $($Part),*> Forward<($First, $($Part,)*)> for Concat<N>
        where
            $First: AnyColumns<Number: Scalar>,
            $($Part: AnyColumns<Number = $First::Number, With<N> = $First::With<N>>,)*
        {
            type Output = $First::With<N>;

            #[inline]
            fn forward(&self, x: &($First, $($Part,)*)) -> Self::Output {
                const { fits(misfit(N, &[$First::FEATURES, $($Part::FEATURES),*])) };
                let mut y = Self::Output::zeros();
                let whole = y.columns_mut();
                join(&x.0, whole, 0);
                let mut at = $First::FEATURES;
                $(
                    join(&x.$i, whole, at);
                    at += $Part::FEATURES;
                )*
                _ = at;
                y
            }
        }

        #[diagnostic::do_not_recommend]
        impl<const N: usize, $First, $($Part),*> Backward<($First, $($Part,)*)> for Concat<N>
        where
            $First: AnyColumns<Number: Scalar>,
            $($Part: AnyColumns<Number = $First::Number, With<N> = $First::With<N>>,)*
        {
            type Cache = ();

            const MISFIT: Option<Misfit> = misfit(N, &[$First::FEATURES, $($Part::FEATURES),*]);

            #[inline]
            fn forward_train<R: Rng + ?Sized>(
                &self,
                x: &($First, $($Part,)*),
                _: &mut R,
            ) -> (Self::Output, ()) {
                (self.forward(x), ())
            }

            #[inline]
            fn backward_input(
                &self,
                _: &($First, $($Part,)*),
                _: &Self::Output,
                _: &(),
                dy: &Self::Output,
            ) -> ($First, $($Part,)*) {
                let whole = dy.columns();
                let $first = split(whole, 0);
                let mut at = $First::FEATURES;
                $(
                    let $part = split(whole, at);
                    at += $Part::FEATURES;
                )*
                _ = at;
                ($first, $($part,)*)
            }
        }
    };
}
tuples! { concat }

impl<const N: usize> Stateless for Concat<N> {}

parameters! { [const N: usize] Concat<N> {} }

impl<const N: usize> Init for Concat<N> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<const N: usize> core::fmt::Debug for Concat<N> {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Concat<{N}>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{SMatrix, SVector};

    #[test]
    fn two_numbers_by_hand() {
        // Two samples of one and of two features.
        let x =
            (SMatrix::<f32, 1, 2>::new(1.0, 4.0), SMatrix::<f32, 2, 2>::new(2.0, 5.0, 3.0, 6.0));
        let y = Concat::<3>.forward(&x);
        assert_eq!(y, SMatrix::<f32, 3, 2>::new(1.0, 4.0, 2.0, 5.0, 3.0, 6.0));
        assert_eq!(Concat::<3>.backward_input(&x, &y, &(), &y), x);
    }

    #[test]
    fn at_each_place_of_a_sequence() {
        let x = (
            [SVector::from([1.0]), SVector::from([2.0])],
            [SVector::from([3.0]), SVector::from([4.0])],
        );
        let y = [SVector::from([1.0, 3.0]), SVector::from([2.0, 4.0])];
        assert_eq!(Concat::<2>.forward(&x), y);
    }

    #[test]
    fn a_wrong_sum_is_told() {
        assert!(misfit(7, &[3, 4]).is_none());
        let message = misfit(8, &[3, 4]).unwrap();
        assert_eq!(
            message.as_str(),
            "Concat<8>: the parts are 3 + 4 features, so it must be Concat<7>"
        );
    }
}
