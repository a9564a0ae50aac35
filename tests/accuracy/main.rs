//! The elementary functions against references: the largest error, monotonicity, range, symmetry
//! and special values.
//!
//! The tests that always run take a stride through all of `f32` and a sample of `f64`. The whole
//! table, over every `f32`, prints with
//! ```text
//! cargo test --release --test accuracy -- --ignored --nocapture
//! ```

mod double_double;
mod every_f32;
mod same_bits;
mod sampled_f64;
mod special;
