//! The residual connection: a way around a layer.
//!
//! ```text
//! y = x + F(x)        dx = dy + (∂F/∂x)ᵀ·dy        dθ = (∂F/∂θ)ᵀ·dy
//! ```
//!
//! F learns what to add to x instead of the whole function. The gradient has a path without
//! obstacles, so deep stacks of residual blocks train where plain stacks do not. Cost: F's and one
//! addition each way; in training a copy of F(x), which rounding makes unrecoverable from y.
//!
//! Source: He, Zhang, Ren, Sun (2015), arXiv:1512.03385, section 3.2, equation 1.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Parameters, Scalar, Stream, StreamTrain, Value,
    by_propagate,
    kernels::Instructions,
    parameters,
    pass::{Dx, Sink},
};
use rand::Rng;

/// y = x + F(x), around a layer or a stack that gives what it takes.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same, and so must F.
///
/// NaN and ±∞ as F has them, and NaN where x = −F(x) = ±∞. The parameters keep the names that they
/// have in F. PyTorch: `x + f(x)`, written in a `forward`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // y = x + relu(2·x − 1)
/// let block = Residual((Dense::new([[2.0]], [-1.0]), Relu));
/// assert_eq!(block.forward(&SVector::from([3.0])), SVector::from([8.0]));
/// ```
#[doc(alias = "skip connection")]
#[doc(alias = "shortcut")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Residual<F /* several layers: `Residual<(A, B)>` */>(
    /// F, a layer or a stack.
    pub F,
);

impl<F: Forward<V, Output: Gives<V>>, V: Value<Number: Scalar>> Forward<V> for Residual<F> {
    type Output = F::Output;

    #[inline]
    fn forward(&self, x: &V) -> F::Output {
        let mut y = self.0.forward(x);
        y.add(x);
        y
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &V) -> F::Output {
        let mut y = self.0.forward_in(instructions, x);
        y.add(x);
        y
    }
}

/// That F gives what it takes, as a condition with words of its own.
#[diagnostic::on_unimplemented(
    message = "`Residual` adds its input `{V}` to what the layer inside gives, and that is `{Self}`",
    label = "a layer inside of `Residual` gives what it takes"
)]
#[doc(hidden)]
pub trait Gives<V> {
    #[doc(hidden)]
    fn add(&mut self, x: &V);
}

impl<V: Value<Number: Scalar>> Gives<V> for V {
    #[inline(always)]
    fn add(&mut self, x: &V) {
        self.accumulate(x);
    }
}

impl<F: Stream<V, Output = V>, V: Value<Number: Scalar>> Stream<V> for Residual<F> {
    type State = F::State;
    type Output = V;

    const ACTIVATIONS: usize = F::ACTIVATIONS;

    #[inline]
    fn step(&self, state: &mut F::State, x: &V) -> V {
        let mut y = self.0.step(state, x);
        y.accumulate(x);
        y
    }

    #[inline(always)]
    fn step_in(&self, instructions: Instructions, state: &mut F::State, x: &V) -> V {
        let mut y = self.0.step_in(instructions, state, x);
        y.accumulate(x);
        y
    }
}

impl<F: Backward<V, Output = V>, V: Value<Number: Scalar>> Backward<V> for Residual<F> {
    /// F(x), and what F keeps.
    type Cache = (V, F::Cache);

    /// x is added to y in place.
    const ACTIVATIONS: usize = F::ACTIVATIONS;
    const MISFIT: Option<Misfit> = F::MISFIT;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &V, rng: &mut R) -> (V, Self::Cache) {
        let (fx, cache) = self.0.forward_train(x, rng);
        let mut y = fx;
        y.accumulate(x);
        (y, (fx, cache))
    }

    #[inline]
    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        x: &V,
        _: &V,
        (fx, cache): &Self::Cache,
        dy: &V,
        mut sink: S,
    ) -> D::Of<V> {
        let part = sink.part(|gradient| &mut gradient.0);
        D::map(self.0.propagate::<_, D>(x, fx, cache, dy, part), |mut dx| {
            dx.accumulate(dy);
            dx
        })
    }

    by_propagate! { V }
}

impl<F, V> StreamTrain<V> for Residual<F>
where
    F: StreamTrain<V> + Backward<V, Output = V>,
    V: Value<Number: Scalar>,
{
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut F::State,
        x: &V,
        rng: &mut R,
    ) -> (V, Self::Cache) {
        let (fx, cache) = self.0.train_from(state, x, rng);
        let mut y = fx;
        y.accumulate(x);
        (y, (fx, cache))
    }
}

parameters! { [F: Parameters] Residual<F> as F => Residual<F::Gradient> { 0: inside } }

impl<F: Init> Init for Residual<F> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.0.reset(initializer, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dense, parameters::Parameters};
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // y = 2 + (3·2 + 1) = 9; with dy = 10: dx = 10 + 3·10, dW = 10·2, db = 10.
        let block = Residual(Dense::new([[3.0]], [1.0]));
        let (x, dy) = (SVector::from([2.0]), SVector::from([10.0]));
        let y = block.forward(&x);
        assert_eq!(y[0], 9.0);
        let cache = (SVector::from([7.0]), ());
        let mut gradient = Residual::zeros();
        let dx = block.backward(&x, &y, &cache, &dy, &mut gradient);
        assert_eq!((dx[0], gradient.0), (40.0, Dense::new([[20.0]], [10.0])));
    }
}
