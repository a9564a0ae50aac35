//! AMSGrad: Adam that divides by the largest v so far.
//!
//! ```text
//! u ← max(u, v)          û = u / (1 − β₂ᵗ)
//! θ ← θ − η·m̂ / (√û + ε)          m̂ and v as in Adam; of AdamW also − η·λ·θ
//! ```
//!
//! Adam forgets: where rare, large gradients point the right way and frequent, small ones the wrong way, v has
//! shrunk again before the next large one comes, and the steps in between are too long. With u no step grows
//! because v has shrunk.
//!
//! Source: Reddi, Kale, Kumar (2018), *On the convergence of Adam and beyond*, arXiv:1904.09237, algorithm 2,
//! in PyTorch's form, where u is the largest v and not the largest v̂.

use super::{Adam, AdamW, Memory, Optimizer, Rule, StepError, StepReport, adam::Moments};
use crate::{Only, Parameters, Scalar};
use core::borrow::BorrowMut;

/// Adam or AdamW with the largest v so far: [`Adam::amsgrad`], [`AdamW::amsgrad`].
///
/// [Formula and source](self)
///
/// PyTorch: `torch.optim.Adam(…, amsgrad=True)`, `torch.optim.AdamW(…, amsgrad=True)`.
///
/// # Example
/// ```
/// use constnet::{optimizers::memory, prelude::*};
///
/// let mut net = Dense::new([[1.0]], [0.0]);
/// let ams_grad = Adam::new(0.1).betas(0.9, 0.5).amsgrad();
/// let mut memory = memory::inline(&net, &ams_grad);
/// for g in [8.0, 1e-3] {
///     ams_grad.step(&mut net, &mut Dense::new([[g]], [0.0]), &mut memory)?;
/// }
/// // v is ½·8² and then half of that; u remains.
/// let [_, v, u] = memory.slots().each_ref().map(|slot| slot.weight[0]);
/// assert!(u == 32.0_f64 && (v - 16.0).abs() < 1e-6);
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[doc(alias = "AMSGrad")]
pub struct AmsGrad /* a value of it: `AmsGrad::new(0.001)` */ {
    adam: Adam,
    decoupled: f64,
}

impl Adam {
    /// Adam whose steps never grow because v has shrunk.
    pub const fn amsgrad(self) -> AmsGrad {
        AmsGrad { adam: self, decoupled: 0.0 }
    }
}

impl AdamW {
    /// AdamW whose steps never grow because v has shrunk.
    pub const fn amsgrad(self) -> AmsGrad {
        AmsGrad { adam: self.adam, decoupled: self.decay }
    }
}

struct Largest<T>(Moments<T>);

impl<T: Scalar> Rule<T, 3> for Largest<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, [m, v, u]: [T; 3]) -> (T, [T; 3]) {
        let [m, v] = self.0.moments(theta, g, [m, v]);
        let u = u.max_nan(v);
        (self.0.along(theta, m, u), [m, v, u])
    }
}

impl Optimizer for AmsGrad {
    type Slots<G: Parameters> = [G; 3];
    const NAME: &'static str = "AMSGrad";

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
        M: BorrowMut<[N::Gradient; 3]>,
    {
        self.adam.step_by(Largest, self.decoupled, net, gradient, memory)
    }
}
