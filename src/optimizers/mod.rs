//! Optimizers: from a gradient to a step.
//!
//! | | step of one parameter θ with gradient g | memory |
//! |---|---|---|
//! | [`Sgd`] | θ − η·g, with momentum θ − η·v | 1 |
//! | [`RmsProp`] | θ − η·g/(√v + ε) | 1 to 3 |
//! | [`Adam`] | θ − η·m̂/(√v̂ + ε) | 2 |
//! | [`AdamW`] | θ − η·λ·θ − η·m̂/(√v̂ + ε) | 2 |
//!
//! An optimizer is its settings, a small value that can be copied. What it remembers of the steps
//! before lives in a [`Memory`] that the caller owns: on the heap, in a `static`, or on the stack.
//! Clipping and [schedules](schedule) wrap any optimizer and remember nothing of their own:
//! ```
//! use constnet::{optimizers::schedule::{Cosine, WarmUp}, prelude::*};
//!
//! let optimizer =
//!     Adam::new(1e-3).clip_norm(1.0).schedule(WarmUp::new(100).then(Cosine::new(900)));
//! ```

mod adam;
mod adam_w;
mod clip;
pub mod memory;
mod optimizer;
mod rms_prop;
mod rule;
pub mod schedule;
mod setting;
mod sgd;
mod step;

pub use adam::Adam;
pub use adam_w::AdamW;
pub use clip::Clip;
pub use memory::Memory;
pub use optimizer::Optimizer;
pub use rms_prop::RmsProp;
pub use rule::{Magnitudes, Rule};
pub use schedule::{Schedule, Scheduled};
pub use sgd::Sgd;
pub use step::{Step, StepError};

use adam::power;
pub(crate) use rule::apply;
use setting::{ABOVE_0, FROM_0, rounded, setting};
