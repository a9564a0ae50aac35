//! A vector as a sequence, so that networks of vectors can have layers of sequences in them.

use constnet::{Value, parameters, prelude::*, rand::Rng};

/// L times the same: x → [x; L], dx = Σ dy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeat<const L: usize>;

parameters! { [const L: usize] Repeat<L> {} }

impl<X: Value<Number: Scalar>, const L: usize> Forward<X> for Repeat<L> {
    type Output = [X; L];

    fn forward(&self, x: &X) -> [X; L] {
        [*x; L]
    }
}

impl<X: Value<Number: Scalar>, const L: usize> Backward<X> for Repeat<L> {
    type Cache = ();

    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> ([X; L], ()) {
        ([*x; L], ())
    }

    fn backward_input(&self, _: &X, _: &[X; L], _: &(), dy: &[X; L]) -> X {
        let mut dx = X::zeros();
        dy.iter().for_each(|dy| dx.accumulate(dy));
        dx
    }
}

impl<const L: usize> Init for Repeat<L> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

/// The same with its length: of L steps the first N are the sequence.
#[allow(dead_code, reason = "not every test that repeats has lengths")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Short<const L: usize, const N: usize>;

parameters! { [const L: usize, const N: usize] Short<L, N> {} }

impl<T: Scalar, const IN: usize, const B: usize, const L: usize, const N: usize>
    Forward<SMatrix<T, IN, B>> for Short<L, N>
{
    type Output = ([SMatrix<T, IN, B>; L], SMatrix<T, 1, B>);

    fn forward(&self, x: &SMatrix<T, IN, B>) -> Self::Output {
        ([*x; L], Value::from_number(T::from_usize(N)))
    }
}

impl<T: Scalar, const IN: usize, const B: usize, const L: usize, const N: usize>
    Backward<SMatrix<T, IN, B>> for Short<L, N>
{
    type Cache = ();

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, IN, B>,
        _: &mut R,
    ) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    fn backward_input(
        &self,
        x: &SMatrix<T, IN, B>,
        _: &Self::Output,
        _: &(),
        (dy, _): &Self::Output,
    ) -> SMatrix<T, IN, B> {
        Repeat.backward_input(x, dy, &(), dy)
    }
}

impl<const L: usize, const N: usize> Init for Short<L, N> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}
