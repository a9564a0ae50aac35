//! Adam: a step size for every parameter.
//!
//! ```text
//! m ← β₁·m + (1 − β₁)·g          m̂ = m / (1 − β₁ᵗ)        t = 1, 2, …
//! v ← β₂·v + (1 − β₂)·g²         v̂ = v / (1 − β₂ᵗ)
//! θ ← θ − η·m̂ / (√v̂ + ε)
//! ```
//!
//! m and v average the gradient and its square; they start at 0 and are too small at first, which
//! the division by 1 − βᵗ corrects. The quotient m̂/√v̂ is about 1 where gradients agree and small
//! where they cancel, whatever their scale: Adam needs little tuning, and is the default here. ε
//! stands outside the root.
//!
//! Source: Kingma, Ba (2015), *Adam: a method for stochastic optimization*, arXiv:1412.6980,
//! algorithm 1.

use super::{Memory, Optimizer, Rule, Step, StepError, apply, setting};
use crate::{Parameters, Scalar, Uniform};
use core::borrow::BorrowMut;

/// Adam with learning rate η = 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8 unless stated.
///
/// PyTorch: `torch.optim.Adam(lr=η, betas=(β₁, β₂), eps=ε, weight_decay=λ)`.
///
/// # Example
/// ```
/// use constnet::{optimizers::memory, prelude::*};
///
/// let mut net = Dense::new([[1.0]], [0.0]);
/// let adam = Adam::new(0.1);
/// let mut memory = memory::inline(&net, &adam);
/// adam.step(&mut net, &mut Dense::new([[1e-3]], [0.0]), &mut memory)?;
/// // The first step is η against the gradient's sign, whatever its size.
/// assert!((net.weight[0] - 0.9_f64).abs() < 1e-5);
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adam {
    rate: f64,
    betas: (f64, f64),
    epsilon: f64,
    decay: f64,
}

impl Default for Adam {
    fn default() -> Self {
        Self::new(1e-3)
    }
}

impl Adam {
    /// Learning rate η, from 0.
    pub const fn new(rate: f64) -> Self {
        Self { rate, betas: (0.9, 0.999), epsilon: 1e-8, decay: 0.0 }
    }

    /// How much of the averages of g and of g² is kept in a step, both in [0, 1).
    #[must_use]
    pub const fn betas(self, beta1: f64, beta2: f64) -> Self {
        Self { betas: (beta1, beta2), ..self }
    }

    /// ε, above 0: it bounds the step where gradients are tiny.
    #[must_use]
    pub const fn epsilon(self, epsilon: f64) -> Self {
        Self { epsilon, ..self }
    }

    /// Weight decay λ, from 0, as part of the gradient: g + λ·θ.
    #[must_use]
    pub const fn weight_decay(self, decay: f64) -> Self {
        Self { decay, ..self }
    }
}

struct Moments<T> {
    beta1: T,
    beta2: T,
    /// 1 − β₁ and 1 − β₂, rounded once.
    rest1: T,
    rest2: T,
    /// η / (1 − β₁ᵗ)
    rate: T,
    /// 1 / √(1 − β₂ᵗ)
    root: T,
    epsilon: T,
    decay: T,
}

impl<T: Scalar> Rule<T, 2> for Moments<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, [m, v]: [T; 2]) -> (T, [T; 2]) {
        let g = g + self.decay * theta;
        let m = self.beta1 * m + self.rest1 * g;
        let v = self.beta2 * v + self.rest2 * (g * g);
        (theta - self.rate * m / (v.sqrt() * self.root + self.epsilon), [m, v])
    }
}

/// βᵗ by repeated squaring, the same on every machine.
pub(super) fn power(beta: f64, mut t: u64) -> f64 {
    let (mut result, mut square) = (1.0, beta);
    while t > 0 {
        if t & 1 == 1 {
            result *= square;
        }
        square *= square;
        t >>= 1;
    }
    result
}

impl Optimizer for Adam {
    type Slots<G: Parameters> = [G; 2];

    fn scaled(&self, factor: f64) -> Self {
        Self { rate: self.rate * factor, ..*self }
    }

    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<Step, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Uniform<T>>,
        M: BorrowMut<[N::Gradient; 2]>,
    {
        let Self { rate, betas: (beta1, beta2), epsilon, decay } = *self;
        setting("learning rate", rate, "a finite number from 0", rate >= 0.0)?;
        setting("β₁", beta1, "a number in [0, 1)", (0.0..1.0).contains(&beta1))?;
        setting("β₂", beta2, "a number in [0, 1)", (0.0..1.0).contains(&beta2))?;
        setting("ε", epsilon, "a finite number above 0", epsilon > 0.0)?;
        setting("weight decay", decay, "a finite number from 0", decay >= 0.0)?;
        let t = memory.steps.saturating_add(1);
        let correction1 = 1.0 - power(beta1, t);
        let correction2 = 1.0 - power(beta2, t);
        let rule = Moments {
            beta1: T::from_f64(beta1),
            beta2: T::from_f64(beta2),
            rest1: T::from_f64(1.0 - beta1),
            rest2: T::from_f64(1.0 - beta2),
            rate: T::from_f64(rate / correction1),
            root: T::from_f64(1.0 / Scalar::sqrt(correction2)),
            epsilon: T::from_f64(epsilon),
            decay: T::from_f64(decay),
        };
        let mut peak = memory.peak;
        let step = apply(&rule, net, gradient, memory.slots.borrow_mut(), |g, theta| {
            // m and √v are averages: no larger than the largest gradient so far.
            peak = (g + decay * theta).max(peak);
            peak * peak + theta + rate / correction1 * peak / epsilon
        })?;
        (memory.peak, memory.steps) = (peak, t);
        Ok(step)
    }
}
