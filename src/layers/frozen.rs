//! A layer that is not trained.
//!
//! ```text
//! y = L(x)        dx = (∂L/∂x)ᵀ·dy        dθ = nothing
//! ```
//!
//! Transfer learning: keep what a network has learned on much data, swap its head, and train the
//! head on little. The gradient has no place for the frozen parameters, so neither does an
//! optimizer's memory, and a [stack](crate::stack) that begins with frozen layers ends its backward
//! pass behind them. Cost: L's, without its parameter gradient.
//!
//! Source: Yosinski, Clune, Bengio, Lipson (2014), arXiv:1411.1792, section 2.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Parameters, Stream, StreamTrain,
    kernels::Instructions, parameters,
};
use rand::Rng;

/// L, whose parameters stay as they are.
///
/// [Formula, gradient and source](self)
///
/// It does everything else as L does, in training too: a [`Dropout`](struct@crate::Dropout) inside still
/// drops. [`Init`] gives the parameters of L initial values; fill in trained ones afterwards.
///
/// # Shapes
/// L's. NaN and ±∞ as L has them. The parameters keep the names that they have in L.
///
/// PyTorch: `requires_grad_(False)` on the parameters of a module.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // A trained body, and a new head for three classes.
/// let body = (Dense::<2, 4>::zeros(), Relu);
/// let net = (Frozen(body), Dense::<4, 3>::zeros());
///
/// /// Numbers stored, and numbers trained.
/// fn counts<N: Parameters>(_: &N) -> (usize, usize) {
///     (N::COUNT, N::Gradient::COUNT)
/// }
/// assert_eq!(counts(&net), (12 + 15, 15));
/// ```
#[doc(alias = "transfer learning")]
#[doc(alias = "requires_grad")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frozen<L /* several layers: `Frozen<(A, B)>` */>(
    /// The layer or stack that stays as it is.
    pub L,
);

impl<L: Forward<X>, X> Forward<X> for Frozen<L> {
    type Output = L::Output;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        self.0.forward(x)
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &X) -> Self::Output {
        self.0.forward_in(instructions, x)
    }
}

impl<L: Stream<X>, X> Stream<X> for Frozen<L> {
    type State = L::State;
    type Output = L::Output;

    const ACTIVATIONS: usize = L::ACTIVATIONS;

    #[inline]
    fn step(&self, state: &mut L::State, x: &X) -> L::Output {
        self.0.step(state, x)
    }

    #[inline(always)]
    fn step_in(&self, instructions: Instructions, state: &mut L::State, x: &X) -> L::Output {
        self.0.step_in(instructions, state, x)
    }
}

impl<L: Backward<X>, X> Backward<X> for Frozen<L> {
    type Cache = L::Cache;

    const PROBABILITIES: bool = L::PROBABILITIES;
    const ACTIVATIONS: usize = L::ACTIVATIONS;
    const MISFIT: Option<Misfit> = L::MISFIT;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, rng: &mut R) -> (Self::Output, Self::Cache) {
        self.0.forward_train(x, rng)
    }

    #[inline]
    fn backward_input(&self, x: &X, y: &Self::Output, cache: &Self::Cache, dy: &Self::Output) -> X {
        self.0.backward_input(x, y, cache, dy)
    }
}

impl<L: StreamTrain<X>, X> StreamTrain<X> for Frozen<L> {
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut L::State,
        x: &X,
        rng: &mut R,
    ) -> (<L as Forward<X>>::Output, L::Cache) {
        self.0.train_from(state, x, rng)
    }
}

parameters! { [L: Parameters] Frozen<L> as L => () { 0: inside } }

impl<L: Init> Init for Frozen<L> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.0.reset(initializer, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dense;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // y = 3·2 + 1 = 7; with dy = 10: dx = 3·10.
        let layer = Frozen(Dense::new([[3.0]], [1.0]));
        let (x, dy) = (SVector::from([2.0]), SVector::from([10.0]));
        let y = layer.forward(&x);
        assert_eq!((y[0], layer.backward(&x, &y, &(), &dy, &mut ())[0]), (7.0, 30.0));
    }
}
