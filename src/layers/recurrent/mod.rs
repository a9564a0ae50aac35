//! Layers with memory: what they give depends on all earlier steps as well.
//!
//! ```text
//! sₜ = f(sₜ₋₁, xₜ)      yₜ = the visible part h of sₜ
//! ```
//!
//! | | state | for |
//! |---|---|---|
//! | [`Rnn`] | h | short memories: the least there is |
//! | [`Gru`] | h | longer ones: h moves as far as a gate lets it |
//! | [`Lstm`] | h and c | long ones: c is added to, so that gradients survive |
//!
//! and [`Bidirectional`] makes two of them into a layer that knows both ends of a sequence.
//!
//! The same layer is a [stream](crate::stream) of single steps, a stream of blocks, and a layer of sequences
//! `[SMatrix<T, IN, B>; L]`, time outermost, from rest; all give the same bits. It does not take a single vector,
//! which would have no past.
//!
//! # Silence
//! A number of a state whose magnitude is below 2⁻¹⁰⁰ becomes 0 in the step, in every build and for every type of
//! number. Where nothing comes in any more, a state fades, and would stay among the subnormal numbers, with which
//! some machines compute a hundred times more slowly. Gradients ignore this. The comparison takes 1 to 8 % of the
//! time of a step of 16 or 40 units.

pub mod bidirectional;
mod cell;
mod functions;
pub mod gru;
pub mod lstm;
pub mod rnn;

pub use crate::kernels::gates::Kept;
pub use bidirectional::Bidirectional;
pub use functions::Functions;
pub use gru::{Gru, Reset, ResetAfter, ResetBefore};
pub use lstm::{Lstm, LstmState};
pub use rnn::Rnn;
