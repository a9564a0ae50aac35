//! Optimizers: from a gradient to a step.
//!
//! The gradient says which way is down and how steep; the *learning rate* η says how far to go
//! ([from the beginning](crate::learn::gradient_descent)). What distinguishes optimizers is what
//! they remember of past gradients: v and m are averages, of which *momentum* makes a direction and
//! √v a size for each parameter. λ is *weight decay*, a pull towards 0. The formulas are typeset in
//! [`learn::formulas`](crate::learn::formulas).
//!
//! | | step of one parameter θ with gradient g | numbers remembered for each |
//! |---|---|---|
//! | [`Sgd`] | θ − η·g, with momentum θ − η·v | 1, unused without momentum |
//! | [`RmsProp`] | θ − η·g/(√v + ε) | 1 to 3 |
//! | [`Adam`] | θ − η·m̂/(√v̂ + ε) | 2 |
//! | [`AdamW`] | θ − η·λ·θ − η·m̂/(√v̂ + ε) | 2 |
//! | [`AmsGrad`] | Adam or AdamW with the largest v so far | 3 |
//!
//! An optimizer is its settings, a small value that can be copied. What it remembers of the steps
//! before lives in a [`Memory`] that the caller owns: on the heap, in a `static`, or on the stack.
//! Clipping and [schedules](schedule) wrap any optimizer and remember nothing of their own:
//! ```
//! use constnet::prelude::*;
//!
//! let optimizer =
//!     Adam::new(1e-3).clip_norm(1.0).schedule(WarmUp::new(100).then(Cosine::new(900)));
//! ```

pub mod adam;
pub mod adam_w;
pub mod ams_grad;
mod apply;
pub mod clip;
pub mod memory;
mod optimizer;
pub mod rms_prop;
pub mod schedule;
mod setting;
pub mod sgd;
mod step;

pub use crate::rule::{Magnitudes, Rule};
pub use adam::Adam;
pub use adam_w::AdamW;
pub use ams_grad::AmsGrad;
pub use clip::Clip;
pub use memory::Memory;
pub use optimizer::Optimizer;
pub use rms_prop::RmsProp;
pub use schedule::{Schedule, Scheduled};
pub use sgd::Sgd;
pub use step::{StepError, StepReport};

use adam::power;
pub(crate) use apply::apply;
use setting::{ABOVE_0, FROM_0, below_1, keeps, rounded, setting};
