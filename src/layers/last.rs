//! The last step of a sequence.
//!
//! ```text
//! y = x[L − 1]        dx[L − 1] = dy, 0 elsewhere
//! ```
//!
//! What a network says at the end of a sequence, when it has seen all of it: the class of a gesture, a
//! forecast. Cost: a copy each way.
//!
//! Source: Sutskever, Vinyals, Le (2014), arXiv:1409.3215, section 2 (the last hidden state stands for the
//! sequence).

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, Stream, StreamTrain, Value,
    misfit::fits,
    parameters,
    values::{WithLength, lengths},
};
use nalgebra::SMatrix;
use rand::Rng;

/// The last step of a sequence; in a stream, every step is the last one so far.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `[X; L]` → `X`, for L ≥ 1 and any [`Value`] X; a step `SMatrix<T, N, B>` of a stream → the same. A block of
/// a stream gives what its last step gives.
///
/// Of sequences that are shorter than their window, `([SMatrix<T, N, B>; L], SMatrix<T, 1, B>)` → `SMatrix<T, N, B>`: of each
/// sample the step that its length says, behind a [`Padded`](super::Padded) layer; 0 where that is 0.
///
/// NaN and ±∞ pass, at the last step. PyTorch: `y[-1]`, or `y[:, -1]` with `batch_first`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // A stream of three features, of which the network says one of two classes.
/// network!(Gesture: [3; _] => (Dense<3, 8>, Tanh, Last, Dense<8, 2>) => 2);
///
/// let sequence = [[1.0_f32], [2.0], [3.0]].map(SVector::from);
/// assert_eq!(Last.forward(&sequence), SVector::from([3.0]));
/// ```
#[doc(alias = "return_sequences")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Last;

const fn misfit(length: usize) -> Option<Misfit> {
    if length > 0 {
        None
    } else {
        Some(Misfit::new("Last: a sequence without steps has no last one"))
    }
}

/// The last of at least one.
#[inline(always)]
fn last<X: Value, const L: usize>(x: &[X; L]) -> X {
    const { fits(misfit(L)) };
    x[L - 1]
}

#[diagnostic::do_not_recommend]
impl<X: Value<Number: Scalar>, const L: usize> Forward<[X; L]> for Last {
    type Output = X;

    #[inline]
    fn forward(&self, x: &[X; L]) -> X {
        last(x)
    }
}

impl<X: Value<Number: Scalar>, const L: usize> Stream<[X; L]> for Last {
    type State = ();
    type Output = X;

    #[inline]
    fn step(&self, (): &mut (), x: &[X; L]) -> X {
        last(x)
    }
}

impl<T: Scalar, const N: usize, const B: usize> Stream<SMatrix<T, N, B>> for Last {
    type State = ();
    type Output = SMatrix<T, N, B>;

    #[inline]
    fn step(&self, (): &mut (), x: &SMatrix<T, N, B>) -> SMatrix<T, N, B> {
        *x
    }
}

#[diagnostic::do_not_recommend]
impl<X: Value<Number: Scalar>, const L: usize> Backward<[X; L]> for Last {
    type Cache = ();

    const MISFIT: Option<Misfit> = misfit(L);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &[X; L], _: &mut R) -> (X, ()) {
        (last(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &[X; L], _: &X, (): &(), dy: &X) -> [X; L] {
        const { fits(misfit(L)) };
        let mut dx = <[X; L]>::zeros();
        dx[L - 1] = *dy;
        dx
    }
}

impl<X: Value<Number: Scalar>, const L: usize> StreamTrain<[X; L]> for Last {
    #[inline]
    fn train_from<R: Rng + ?Sized>(&self, (): &mut (), x: &[X; L], _: &mut R) -> (X, ()) {
        (last(x), ())
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Forward<WithLength<T, N, B, L>>
    for Last
{
    type Output = SMatrix<T, N, B>;

    #[inline]
    fn forward(&self, (x, length): &WithLength<T, N, B, L>) -> SMatrix<T, N, B> {
        let mut y = crate::zeros();
        for (b, n) in lengths(length, L).into_iter().enumerate() {
            if let (Some(to), Some(from)) = (y.data.0.get_mut(b), last_of(x, n, b)) {
                *to = *from;
            }
        }
        y
    }
}

/// Sample b of the last of n steps.
#[inline]
fn last_of<T, const N: usize, const B: usize>(
    x: &[SMatrix<T, N, B>],
    n: usize,
    b: usize,
) -> Option<&[T; N]> {
    x.get(n.checked_sub(1)?)?.data.0.get(b)
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Stream<WithLength<T, N, B, L>>
    for Last
{
    type State = ();
    type Output = SMatrix<T, N, B>;

    #[inline]
    fn step(&self, (): &mut (), x: &WithLength<T, N, B, L>) -> SMatrix<T, N, B> {
        self.forward(x)
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Backward<WithLength<T, N, B, L>>
    for Last
{
    type Cache = ();

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &WithLength<T, N, B, L>,
        _: &mut R,
    ) -> (SMatrix<T, N, B>, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(
        &self,
        (_, length): &WithLength<T, N, B, L>,
        _: &SMatrix<T, N, B>,
        (): &(),
        dy: &SMatrix<T, N, B>,
    ) -> WithLength<T, N, B, L> {
        let mut dx = <WithLength<T, N, B, L>>::zeros();
        for (b, n) in lengths(length, L).into_iter().enumerate() {
            let step = n.checked_sub(1).and_then(|last| dx.0.get_mut(last));
            let to = step.and_then(|step| step.data.0.get_mut(b));
            if let (Some(to), Some(from)) = (to, dy.data.0.get(b)) {
                *to = *from;
            }
        }
        dx
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> StreamTrain<WithLength<T, N, B, L>>
    for Last
{
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        (): &mut (),
        x: &WithLength<T, N, B, L>,
        _: &mut R,
    ) -> (SMatrix<T, N, B>, ()) {
        (self.forward(x), ())
    }
}

parameters! { [] Last {} }

impl Init for Last {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        let x = [SVector::from([1.0]), SVector::from([2.0])];
        let y = Last.forward(&x);
        assert_eq!(y[0], 2.0);
        let dx = Last.backward(&x, &y, &(), &SVector::from([10.0]), &mut ());
        assert_eq!((dx[0][0], dx[1][0]), (0.0, 10.0));
        assert_eq!(Last.step(&mut (), &x[0]), x[0]);
    }
}
