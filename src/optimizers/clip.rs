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

mod stepping;

/// An optimizer that sees gradients of bounded size; see [`Optimizer::clip_norm`](crate::Optimizer::clip_norm) and
/// [`Optimizer::clip_value`](crate::Optimizer::clip_value).
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
