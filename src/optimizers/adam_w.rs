//! AdamW: Adam with weight decay beside the gradient instead of inside it.
//!
//! ```text
//! θ ← θ − η·λ·θ − η·m̂ / (√v̂ + ε)          m̂, v̂ as in Adam, from g alone
//! ```
//!
//! Decay pulls every parameter towards 0, so that a network keeps only the weights that earn their
//! place. Inside the gradient, as in [`Adam::weight_decay`], the pull is divided by √v̂ too: the
//! weights with the largest gradients are decayed least. Here all lose the same fraction η·λ.
//!
//! Source: Loshchilov, Hutter (2019), *Decoupled weight decay regularization*, arXiv:1711.05101,
//! algorithm 2, in PyTorch's form, where λ is multiplied by η.

use super::{Adam, Memory, Optimizer, StepError, StepReport};
use crate::{Only, Parameters, Scalar};
use core::borrow::BorrowMut;

/// Adam with decoupled weight decay λ = 0.01 by default; the rest as in [`Adam`].
///
/// [Formula and source](self)
///
/// A step with a gradient or a result that is NaN or infinite is refused, where PyTorch's would be
/// stored.
///
/// PyTorch: `torch.optim.AdamW(lr=η, betas=(β₁, β₂), eps=ε, weight_decay=λ)`.
///
/// # Example
/// ```
/// use constnet::{optimizers::memory, prelude::*};
///
/// let mut net = Dense::new([[2.0]], [0.0]);
/// let adam_w = AdamW::new(0.1).weight_decay(0.5);
/// let mut memory = memory::inline(&net, &adam_w);
/// adam_w.step(&mut net, &mut Dense::new([[0.0]], [0.0]), &mut memory)?;
/// // No gradient: the weight loses the fraction 0.1·0.5.
/// assert!((net.weight[0] - 1.9_f64).abs() < 1e-15);
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamW /* a value of it: `AdamW::new(0.001)` */ {
    pub(super) adam: Adam,
    pub(super) decay: f64,
}

impl Default for AdamW {
    fn default() -> Self {
        Self::new(1e-3)
    }
}

impl AdamW {
    /// Learning rate η, at least 0; a step with 0 moves nothing.
    pub const fn new(rate: f64) -> Self {
        Self { adam: Adam::new(rate), decay: 0.01 }
    }

    /// How much of the averages of g and of g² is kept in a step, both in [0, 1).
    #[must_use]
    pub const fn betas(self, beta1: f64, beta2: f64) -> Self {
        Self { adam: self.adam.betas(beta1, beta2), ..self }
    }

    /// ε, above 0: it bounds the step where gradients are tiny.
    #[must_use]
    pub const fn epsilon(self, epsilon: f64) -> Self {
        Self { adam: self.adam.epsilon(epsilon), ..self }
    }

    /// Weight decay λ, at least 0, on all trained parameters; [`spare_biases`](Self::spare_biases) exempts some.
    /// η·λ is below 1: a step keeps the fraction 1 − η·λ of a parameter.
    #[must_use]
    pub const fn weight_decay(self, decay: f64) -> Self {
        Self { decay, ..self }
    }

    /// Weight decay for weight matrices and kernels alone. Biases, and what normalisations scale and shift by, do not decay:
    /// they are few, and their size is no sign of overfitting.
    ///
    /// PyTorch: a parameter group with `weight_decay=0` for parameters of fewer than two axes.
    #[doc(alias = "no_decay")]
    #[doc(alias = "parameter groups")]
    #[must_use]
    pub const fn spare_biases(self) -> Self {
        Self { adam: self.adam.spare_biases(), ..self }
    }
}

impl Optimizer for AdamW {
    type Slots<G: Parameters> = [G; 2];
    const NAME: &'static str = "AdamW";

    fn scaled(&self, factor: f64) -> Self {
        Self { adam: self.adam.scaled(factor), ..*self }
    }

    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<StepReport, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        M: BorrowMut<[N::Gradient; 2]>,
    {
        self.adam.step_by(|moments| moments, self.decay, net, gradient, memory)
    }
}
