//! Networks that are graphs.

mod macros;
mod plan;

#[doc(hidden)]
pub use macros::__private;
