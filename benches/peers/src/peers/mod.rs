//! One file for each library. Each has a function from a workload to a contender, which copies the
//! workload's numbers into the library's own types once, before any time is taken.

pub mod burn;
pub mod c;
pub mod candle;
pub mod constnet;
pub mod dfdx;
pub mod nalgebra;
pub mod ndarray;
pub mod tract;
