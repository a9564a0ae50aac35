//! Recurrent cells: a step makes a state of the one before and of x.
//!
//! ```text
//! z = W·x + b + U·h      a sum for each gate and unit
//! ```
//! What a cell makes of its sums is its [`Recurrence`], in a file of its own. [`steps`] goes through a sequence,
//! [`gradient`] back; both are written once, for any [`Engine`](engine::Engine): with plain loops that is what
//! is computed, and with vectors the same bits faster.
//!
//! Order of each sum: the bias, W·x in the order of x, U·h in that of h; so W·x may be computed for many steps at
//! once, and a stream has the bits of a sequence, however it is cut.

mod dispatch;
mod engine;
mod gated_unit;
mod gradient;
#[cfg(feature = "half")]
mod half;
mod long_short_term;
mod product;
mod recurrence;
mod simple;
mod steps;
#[cfg(all(test, feature = "std"))]
mod tests;
mod vectorized;

pub(crate) use dispatch::{add_bias, add_hidden, add_weights, back, input, keep, sequence, step};
pub use gated_unit::{ResetAfter, ResetBefore};
pub(crate) use gradient::Pass;
#[cfg(feature = "half")]
pub(crate) use half::{sequence_of_half, step_of_half};
pub(crate) use long_short_term::LongShortTerm;
pub use recurrence::Kept;
pub(crate) use recurrence::{Cell, Recurrence};
pub(crate) use simple::Simple;
