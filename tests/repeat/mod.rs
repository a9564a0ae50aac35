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
