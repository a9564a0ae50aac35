//! RMSProp: the gradient divided by its recent size.
//!
//! ```text
//! g ← g + λ·θ                       weight decay λ
//! v ← α·v + (1 − α)·g²              average of squares
//! ḡ ← α·ḡ + (1 − α)·g               centered: the average of gradients
//! q = g / (√v + ε)                  centered: g / (√(v − ḡ²) + ε)
//! θ ← θ − η·q                       with momentum: b ← μ·b + q,  θ ← θ − η·b
//! ```
//!
//! √v is the root of the mean square that gives the name. Parameters with steep and with flat
//! directions take steps of similar length, about η each. Centered, the divisor is the standard
//! deviation of the gradient: longer steps where gradients agree. ε is outside the root.
//!
//! Source: Tieleman, Hinton (2012), *Neural networks for machine learning*, lecture 6.5; centered:
//! Graves (2013), arXiv:1308.0850, equations 38 to 45, in PyTorch's form, where η is outside b.

use super::{
    ABOVE_0, FROM_0, Memory, Optimizer, Rule, StepError, StepReport, apply, below_1, rounded,
};
use crate::{Only, Parameters, Scalar};
use core::borrow::BorrowMut;

/// RMSProp with learning rate η = 1e-2, α = 0.99, ε = 1e-8 by default.
///
/// [Formula and source](self)
///
/// `SLOTS` is how many numbers are remembered for each parameter: 1, or 2 with momentum, or 3 when
/// centered; the methods choose it.
///
/// A step with a gradient or a result that is NaN or infinite is refused, where PyTorch's would be
/// stored.
///
/// PyTorch: `torch.optim.RMSprop(lr=η, alpha=α, eps=ε, weight_decay=λ, momentum=μ, centered=…)`.
/// One difference: where rounding makes v − ḡ² negative, it counts as 0 here and is NaN there.
///
/// # Example
/// ```
/// use constnet::{optimizers::memory, prelude::*};
///
/// let mut net = Dense::new([[1.0]], [0.0]);
/// let rms_prop = RmsProp::new(0.01);
/// let mut memory = memory::inline(&net, &rms_prop);
/// rms_prop.step(&mut net, &mut Dense::new([[5.0]], [0.0]), &mut memory)?;
/// // v is 0.01·5², and its root a tenth of g: the first step is 10·η.
/// assert!((net.weight[0] - 0.9_f64).abs() < 1e-8);
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[doc(alias = "RMSprop")]
pub struct RmsProp<const SLOTS: usize = 1> /* a value of it: `RmsProp::new(0.001)` */ {
    rate: f64,
    alpha: f64,
    epsilon: f64,
    momentum: f64,
    decay: f64,
    spare_biases: bool,
}

impl Default for RmsProp {
    fn default() -> Self {
        Self::new(1e-2)
    }
}

impl RmsProp {
    /// Learning rate η, at least 0; a step with 0 moves nothing.
    pub const fn new(rate: f64) -> Self {
        Self { rate, alpha: 0.99, epsilon: 1e-8, momentum: 0.0, decay: 0.0, spare_biases: false }
    }

    /// Momentum μ, in [0, 1), on the quotient q. Before [`centered`](Self::centered).
    #[must_use]
    pub const fn momentum(self, momentum: f64) -> RmsProp<2> {
        RmsProp { momentum, ..self.slots() }
    }
}

impl<const SLOTS: usize> RmsProp<SLOTS> {
    /// How much of the averages is kept in a step, in [0, 1).
    #[must_use]
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// ε, above 0: it bounds the step where gradients are tiny.
    #[must_use]
    pub const fn epsilon(self, epsilon: f64) -> Self {
        Self { epsilon, ..self }
    }

    /// Weight decay λ, at least 0, as part of the gradient: g + λ·θ, for all trained parameters;
    /// [`spare_biases`](Self::spare_biases) exempts some.
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

    /// Divides by the standard deviation of the gradient instead of its root mean square.
    #[must_use]
    pub const fn centered(self) -> RmsProp<3> {
        self.slots()
    }

    const fn slots<const K: usize>(self) -> RmsProp<K> {
        let Self { rate, alpha, epsilon, momentum, decay, spare_biases } = self;
        RmsProp { rate, alpha, epsilon, momentum, decay, spare_biases }
    }
}

#[derive(Clone, Copy)]
struct Quotient<T> {
    rate: T,
    alpha: T,
    /// 1 − α, rounded once.
    rest: T,
    epsilon: T,
    momentum: T,
    decay: T,
}

/// The slots are v, b and ḡ, as far as there are any.
impl<T: Scalar, const K: usize> Rule<T, K> for Quotient<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, mut memory: [T; K]) -> (T, [T; K]) {
        let g = g + self.decay * theta;
        let mut variance = self.rest * (g * g);
        if let Some(v) = memory.get_mut(0) {
            variance += self.alpha * *v;
            *v = variance;
        }
        if let Some(mean) = memory.get_mut(2) {
            *mean = self.alpha * *mean + self.rest * g;
            variance -= *mean * *mean;
        }
        // Neither is negative but by rounding, or because a caller put it into the slots.
        let mut quotient = g / (variance.max_nan(T::zero()).sqrt() + self.epsilon);
        if let Some(b) = memory.get_mut(1) {
            quotient += self.momentum * *b;
            *b = quotient;
        }
        (theta - self.rate * quotient, memory)
    }
}

impl<const SLOTS: usize> RmsProp<SLOTS> {
    /// The rule, its settings checked for numbers of type `T`.
    fn rule<T: Scalar>(&self) -> Result<Quotient<T>, StepError> {
        let Self { rate, alpha, epsilon, momentum, decay, .. } = *self;
        below_1::<T>("α", alpha)?;
        below_1::<T>("momentum", momentum)?;
        Ok(Quotient {
            rate: rounded("learning rate", rate, FROM_0, |rate| rate >= 0.0)?,
            alpha: T::from_f64(alpha),
            rest: T::from_f64(1.0 - alpha),
            epsilon: rounded("ε", epsilon, ABOVE_0, |epsilon| epsilon > 0.0)?,
            momentum: T::from_f64(momentum),
            decay: rounded("weight decay", decay, FROM_0, |decay| decay >= 0.0)?,
        })
    }
}

impl<const SLOTS: usize> Optimizer for RmsProp<SLOTS> {
    type Slots<G: Parameters> = [G; SLOTS];
    const NAME: &'static str = match SLOTS {
        1 => "RmsProp",
        2 => "RmsProp with momentum",
        _ => "RmsProp, centered",
    };

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
        M: BorrowMut<[N::Gradient; SLOTS]>,
    {
        let rule = self.rule::<T>()?;
        let momentum = self.momentum;
        let [rate, epsilon, decay] =
            [rule.rate, rule.epsilon, rule.decay].map(|constant| constant.to_f64());
        let spared = if self.spare_biases { T::zero() } else { rule.decay };
        let rules = [&rule, &Quotient { decay: spared, ..rule }];
        apply(rules, net, gradient, memory, |g, theta, peak| {
            let g = g + decay * theta;
            // b adds up quotients of at most |g|/ε; v and ḡ are averages of g² and g.
            let quotient = (momentum * peak + g / epsilon) * 1.000_01;
            let peak = peak.max(g).max(g * g).max(quotient);
            (peak, theta + peak + epsilon + rate * peak)
        })
    }
}
