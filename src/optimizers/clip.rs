//! Gradient clipping: a bound on how far one step can go.
//!
//! ```text
//! by norm:    g ← g · c / (‖g‖₂ + 1e-6)     where that factor is below 1; all parameters together
//! by value:   gᵢ ← min(max(gᵢ, −c), c)
//! ```
//!
//! Where the loss has cliffs, one batch can give a gradient thousands of times longer than the
//! others, and one step along it undoes the training so far. Clipping by norm keeps the direction
//! and shortens the step; clipping by value bounds each number alone and turns the direction.
//!
//! A gradient that is NaN or infinite is not clipped: the step is refused.
//!
//! Source: Pascanu, Mikolov, Bengio (2013), *On the difficulty of training recurrent neural
//! networks*, algorithm 1; Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 10.11.1.

use super::{ABOVE_0, Memory, Optimizer, Step, StepError, apply, rounded};
use crate::{Only, Parameters, Scalar, parameters::visit};
use core::borrow::BorrowMut;

/// An optimizer that sees gradients of bounded size; see [`Optimizer::clip_norm`] and
/// [`Optimizer::clip_value`].
///
/// PyTorch: before the step, `torch.nn.utils.clip_grad_norm_(parameters, max)` or
/// `torch.nn.utils.clip_grad_value_(parameters, max)`.
///
/// # Example
/// ```
/// use constnet::{optimizers::memory, prelude::*};
///
/// let mut net = Dense::new([[0.0, 0.0]], [0.0]);
/// let sgd = Sgd::new(1.0).clip_norm(1.0);
/// let mut memory = memory::inline(&net, &sgd);
/// let step = sgd.step(&mut net, &mut Dense::new([[30.0, 40.0]], [0.0]), &mut memory)?;
/// assert_eq!(step.gradient_norm, 50.0);
/// // The direction stays, the length is 1.
/// assert!((net.weight[0] + 0.6_f64).abs() < 1e-7 && (net.weight[1] + 0.8).abs() < 1e-7);
///
/// let mut net = Dense::new([[0.0, 0.0]], [0.0]);
/// let sgd = Sgd::new(1.0).clip_value(1.0);
/// let mut memory = memory::inline(&net, &sgd);
/// sgd.step(&mut net, &mut Dense::new([[30.0, 0.5]], [-40.0]), &mut memory)?;
/// assert_eq!((net.weight.as_slice(), net.bias[0]), ([-1.0, -0.5].as_slice(), 1.0_f64));
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clip<O> {
    optimizer: O,
    bound: Bound,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Bound {
    Norm(f64),
    Value(f64),
}

impl<O> Clip<O> {
    /// `optimizer` with gradients of at most the norm `max`, above 0.
    pub const fn norm(optimizer: O, max: f64) -> Self {
        Self { optimizer, bound: Bound::Norm(max) }
    }

    /// `optimizer` with gradients whose numbers are at most `max`, above 0, in size.
    pub const fn value(optimizer: O, max: f64) -> Self {
        Self { optimizer, bound: Bound::Value(max) }
    }
}

impl<O: Optimizer> Optimizer for Clip<O> {
    type Slots<G: Parameters> = O::Slots<G>;
    const NAME: &'static str = O::NAME;

    fn scaled(&self, factor: f64) -> Self {
        Self { optimizer: self.optimizer.scaled(factor), ..*self }
    }

    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<Step, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        match self.bound {
            Bound::Norm(max) => {
                let unclipped = clip_norm(max, net, gradient)?;
                self.optimizer.step(net, gradient, memory)?;
                Ok(unclipped)
            }
            Bound::Value(max) => {
                clip_value(max, net, gradient)?;
                self.optimizer.step(net, gradient, memory)
            }
        }
    }
}

/// Shortens the gradient, and gives its size before.
fn clip_norm<T, N>(max: f64, net: &mut N, gradient: &mut N::Gradient) -> Result<Step, StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    rounded::<T>("largest norm", max, ABOVE_0, |max| max > 0.0)?;
    let sizes = apply::magnitudes(net, gradient)?;
    let norm = apply::norm(net, gradient, &sizes);
    let factor = max / (norm + 1e-6);
    if factor < 1.0 {
        let factor = T::from_f64(factor);
        visit(net, gradient, [], |_, _, g, []| g.iter_mut().for_each(|g| *g *= factor));
    }
    Ok(Step { gradient_norm: norm, largest_gradient: sizes.gradient.to_f64() })
}

/// Bounds every number of the gradient.
fn clip_value<T, N>(max: f64, net: &mut N, gradient: &mut N::Gradient) -> Result<(), StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    let max: T = rounded("largest value", max, ABOVE_0, |max| max > 0.0)?;
    visit(net, gradient, [], |_, _, g: &mut [T], []| {
        for g in g {
            let clipped = if *g > max { max } else { *g };
            let clipped = if clipped < -max { -max } else { clipped };
            // An infinite g stays what it is, and the step refuses it; so does a NaN.
            *g = if g.is_finite() { clipped } else { *g };
        }
    });
    Ok(())
}
