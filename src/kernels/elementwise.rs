//! Functions of one number, over many.
//!
//! Plain loops: the compiler makes vectors of them, as wide as the instructions that the function
//! around them enables. What does not fill a vector is computed a second time with its neighbours,
//! and fewer than eight numbers are padded, so that no number is ever computed alone. A function
//! of one number has no order to keep: every level gives the same bits.

use super::{level::kernel, simd::Simd};
use crate::Elementwise;

kernel! {
    /// yᵢ = f(xᵢ)
    map [F: Elementwise] [F] (f: &F, x: &[f32], y: &mut [f32]) = values
}

kernel! {
    /// dxᵢ = f′(xᵢ)·dyᵢ
    map_backward [F: Elementwise] [F]
    (f: &F, x: &[f32], y: &[f32], dy: &[f32], dx: &mut [f32]) = slopes
}

#[inline(always)]
unsafe fn values<S: Simd, F: Elementwise>(f: &F, x: &[f32], y: &mut [f32]) {
    super::plain::map(f, x, y);
}

#[inline(always)]
unsafe fn slopes<S: Simd, F: Elementwise>(f: &F, x: &[f32], y: &[f32], dy: &[f32], dx: &mut [f32]) {
    super::plain::map_backward(f, x, y, dy, dx);
}
