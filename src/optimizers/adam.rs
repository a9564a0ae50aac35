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
//! is outside the root.
//!
//! Source: Kingma, Ba (2015), *Adam: a method for stochastic optimization*, arXiv:1412.6980,
//! algorithm 1.

use super::{
    ABOVE_0, FROM_0, Memory, Optimizer, Rule, StepError, StepReport, apply, below_1, keeps,
    rounded, setting,
};
use crate::{Only, Parameters, Scalar};
use core::borrow::BorrowMut;

/// Adam with learning rate η = 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8 by default.
///
/// [Formula and source](self)
///
/// A step with a gradient or a result that is NaN or infinite is refused, where PyTorch's would be
/// stored.
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
pub struct Adam /* a value of it: `Adam::new(0.001)` */ {
    rate: f64,
    betas: (f64, f64),
    epsilon: f64,
    decay: f64,
    spare_biases: bool,
}

impl Default for Adam {
    fn default() -> Self {
        Self::new(1e-3)
    }
}

impl Adam {
    /// Learning rate η, at least 0; a step with 0 moves nothing.
    pub const fn new(rate: f64) -> Self {
        Self { rate, betas: (0.9, 0.999), epsilon: 1e-8, decay: 0.0, spare_biases: false }
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

    /// Weight decay λ, at least 0, as part of the gradient: g + λ·θ, for all trained parameters;
    /// [`spare_biases`](Self::spare_biases) exempts some. [`AdamW`](super::AdamW) keeps gradient and decay
    /// apart.
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
        Self { spare_biases: true, ..self }
    }
}

/// The rule of [`Adam`] and of [`AdamW`](super::AdamW).
#[derive(Clone, Copy)]
pub(super) struct Moments<T> {
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
    /// λ as part of the gradient.
    decay: T,
    /// 1 − η·λ, decoupled from the gradient.
    keep: T,
}

impl<T: Scalar> Moments<T> {
    /// m and v after a gradient.
    #[inline(always)]
    pub(super) fn moments(&self, theta: T, g: T, [m, v]: [T; 2]) -> [T; 2] {
        let g = g + self.decay * theta;
        [self.beta1 * m + self.rest1 * g, self.beta2 * v + self.rest2 * (g * g)]
    }

    /// θ after a step along m, divided by the root of v.
    #[inline(always)]
    pub(super) fn along(&self, theta: T, m: T, v: T) -> T {
        // Squares are not negative, but what a caller put into the slots may be.
        let root = v.max_nan(T::zero()).sqrt() * self.root;
        self.keep * theta - self.rate * m / (root + self.epsilon)
    }
}

impl<T: Scalar> Rule<T, 2> for Moments<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, memory: [T; 2]) -> (T, [T; 2]) {
        let [m, v] = self.moments(theta, g, memory);
        (self.along(theta, m, v), [m, v])
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

impl Adam {
    /// The rule of the step after so many, its settings checked for numbers of type `T`, with a decay
    /// that is decoupled from the gradient besides Adam's own.
    fn rule<T: Scalar>(&self, decoupled: f64, steps: u64) -> Result<Moments<T>, StepError> {
        let Self { rate, betas: (beta1, beta2), epsilon, decay, .. } = *self;
        rounded::<T>("learning rate", rate, FROM_0, |rate| rate >= 0.0)?;
        below_1::<T>("β₁", beta1)?;
        below_1::<T>("β₂", beta2)?;
        setting("weight decay", decoupled, FROM_0, decoupled >= 0.0)?;
        keeps(rate, decoupled)?;
        let epsilon = rounded("ε", epsilon, ABOVE_0, |epsilon| epsilon > 0.0)?;
        let decay = rounded("weight decay", decay, FROM_0, |decay| decay >= 0.0)?;
        let t = steps.saturating_add(1);
        Ok(Moments {
            beta1: T::from_f64(beta1),
            beta2: T::from_f64(beta2),
            rest1: T::from_f64(1.0 - beta1),
            rest2: T::from_f64(1.0 - beta2),
            rate: T::from_f64(rate / (1.0 - power(beta1, t))),
            root: T::from_f64(1.0 / Scalar::sqrt(1.0 - power(beta2, t))),
            epsilon,
            decay,
            keep: T::from_f64(1.0 - rate * decoupled),
        })
    }

    /// One step by what `rule` makes of the moments, with a decay that is decoupled from the gradient besides
    /// Adam's own.
    pub(super) fn step_by<T, N, R, M, const K: usize>(
        &self,
        rule: impl Fn(Moments<T>) -> R,
        decoupled: f64,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<StepReport, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        R: Rule<T, K>,
        M: BorrowMut<[N::Gradient; K]>,
    {
        let all = self.rule::<T>(decoupled, memory.steps)?;
        let mut spared = all;
        if self.spare_biases {
            (spared.decay, spared.keep) = (T::zero(), T::from_f64(1.0));
        }
        let rules = [&rule(all), &rule(spared)];
        let [rate, root, epsilon, decay, keep] =
            [all.rate, all.root, all.epsilon, all.decay, spared.keep].map(|c| c.to_f64());
        apply(rules, net, gradient, memory, |g, theta, peak| {
            let g = g + decay * theta;
            // m and v are averages of g and g²: no larger than the largest so far.
            let peak = peak.max(g).max(g * g);
            let step = rate * peak;
            (peak, keep.abs() * theta + root * (1.0 + peak) + epsilon + step + step / epsilon)
        })
    }
}

impl Optimizer for Adam {
    type Slots<G: Parameters> = [G; 2];
    const NAME: &'static str = "Adam";

    fn scaled(&self, factor: f64) -> Self {
        Self { rate: self.rate * factor, ..*self }
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
        self.step_by(|moments| moments, 0.0, net, gradient, memory)
    }
}
