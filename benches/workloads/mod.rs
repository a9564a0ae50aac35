//! The networks of the benchmarks. Each file takes the library from the module around it, so that a program can have
//! them in two builds of it.
#![allow(dead_code, unused_imports, reason = "no benchmark needs all of them")]

mod dense;
mod images;
mod streams;

use constnet::prelude::*;
pub use dense::*;
pub use images::*;
pub use streams::*;
