//! Networks that are graphs.

#[doc(hidden)]
pub mod called;
mod items;
mod macros;
mod names;
mod plan;
mod reading;
mod reverse;
