//! Stochastic gradient descent, with momentum.
//!
//! ```text
//! g ← g + λ·θ                          weight decay λ
//! v ← μ·v + g       θ ← θ − η·v        momentum μ
//!                   θ ← θ − η·(g + μ·v)  Nesterov
//! ```
//!
//! "Stochastic" because g comes from a batch instead of all the data. Momentum averages the
//! directions of past steps, so that steps along a narrow valley add up and steps across it cancel;
//! the first v is g. Without momentum v is g, and is not stored.
//!
//! Source: Sutskever, Martens, Dahl, Hinton (2013), *On the importance of initialization and
//! momentum in deep learning*, equations 1 to 4, in PyTorch's form, where η is outside v.

use super::{
    FROM_0, Memory, Optimizer, Rule, StepError, StepReport, apply, apply::apply_to, below_1, keeps,
    rounded,
};
use crate::{Only, Parameters, Scalar};
use core::borrow::BorrowMut;

/// Gradient descent with learning rate η, momentum μ and weight decay λ.
///
/// [Formula and source](self)
///
/// A step with a gradient or a result that is NaN or infinite is refused, where PyTorch's would be
/// stored.
///
/// PyTorch: `torch.optim.SGD(lr=η, momentum=μ, nesterov=…, weight_decay=λ)`.
///
/// # Example
/// ```
/// use constnet::{optimizers::{Memory, memory}, prelude::*};
///
/// let mut net = Dense::new([[1.0]], [0.0]);
/// let sgd = Sgd::new(0.1).momentum(0.9);
/// let mut memory = memory::inline(&net, &sgd);
/// for _ in 0..2 {
///     sgd.step(&mut net, &mut Dense::new([[1.0]], [0.0]), &mut memory)?;
/// }
/// // Steps of 0.1·1 and 0.1·1.9.
/// assert!((net.weight[0] - 0.71_f64).abs() < 1e-15);
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sgd /* a value of it: `Sgd::new(0.01)` */ {
    rate: f64,
    momentum: f64,
    nesterov: bool,
    decay: f64,
    spare_biases: bool,
}

impl Sgd {
    /// Learning rate η, at least 0; there is no default that fits all problems. A step with 0 measures the
    /// gradient and moves nothing.
    pub const fn new(rate: f64) -> Self {
        Self { rate, momentum: 0.0, nesterov: false, decay: 0.0, spare_biases: false }
    }

    /// Momentum μ, in [0, 1).
    #[must_use]
    pub const fn momentum(self, momentum: f64) -> Self {
        Self { momentum, ..self }
    }

    /// Nesterov's momentum μ, in [0, 1): the gradient counts once more, as if a step ahead.
    #[must_use]
    pub const fn nesterov(self, momentum: f64) -> Self {
        Self { momentum, nesterov: true, ..self }
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
        Self { spare_biases: true, ..self }
    }
}

#[derive(Clone, Copy)]
struct Momentum<T> {
    rate: T,
    momentum: T,
    nesterov: bool,
    decay: T,
}

impl<T: Scalar> Rule<T, 1> for Momentum<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, [v]: [T; 1]) -> (T, [T; 1]) {
        let g = g + self.decay * theta;
        let v = self.momentum * v + g;
        let direction = if self.nesterov { g + self.momentum * v } else { v };
        (theta - self.rate * direction, [v])
    }
}

/// Without momentum: nothing is remembered.
struct Plain<T> {
    rate: T,
    decay: T,
}

impl<T: Scalar> Rule<T, 0> for Plain<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, _: [T; 0]) -> (T, [T; 0]) {
        // The sum with 0 is v = μ·v + g with a μ of 0, to the sign of a zero.
        let v = T::zero() + (g + self.decay * theta);
        (theta - self.rate * v, [])
    }
}

impl Sgd {
    /// The rule with momentum, its settings checked for numbers of type `T`.
    fn rule<T: Scalar>(&self) -> Result<Momentum<T>, StepError> {
        let Self { rate, momentum, nesterov, decay, .. } = *self;
        below_1::<T>("momentum", momentum)?;
        let rule = Momentum {
            rate: rounded("learning rate", rate, FROM_0, |rate| rate >= 0.0)?,
            momentum: T::from_f64(momentum),
            nesterov,
            decay: rounded("weight decay", decay, FROM_0, |decay| decay >= 0.0)?,
        };
        keeps(rate, decay)?;
        Ok(rule)
    }
}

impl Optimizer for Sgd {
    type Slots<G: Parameters> = [G; 1];
    const NAME: &'static str = "Sgd";

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
        M: BorrowMut<[N::Gradient; 1]>,
    {
        let rule = self.rule::<T>()?;
        let momentum = self.momentum;
        let spared = if self.spare_biases { T::zero() } else { rule.decay };
        let (rate, decay) = (rule.rate.to_f64(), rule.decay.to_f64());
        if momentum == 0.0 {
            let [weights, vectors] =
                [rule.decay, spared].map(|decay| Plain { rate: rule.rate, decay });
            let (step, _) = apply_to([&weights, &vectors], net, gradient, [], |g, theta| {
                let g = g + decay * theta;
                (g, theta + g + rate * g)
            })?;
            memory.steps = memory.steps.saturating_add(1);
            return Ok(step);
        }
        apply(
            [&rule, &Momentum { decay: spared, ..rule }],
            net,
            gradient,
            memory,
            |g, theta, peak| {
                let g = g + decay * theta;
                // |v| ≤ μ·|v| + |g|; the factor is what rounding may add.
                let peak = (momentum * peak + g) * 1.000_01;
                (peak, theta + g + peak + rate * (g + peak))
            },
        )
    }
}
