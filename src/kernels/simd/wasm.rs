//! WebAssembly's 128-bit vectors.

use super::Simd;
use core::arch::wasm32::*;

#[derive(Clone, Copy)]
pub(in crate::kernels) struct Simd128;

impl Simd for Simd128 {
    const LANES: usize = 4;
    type V = v128;
    type Half = Self;

    #[inline(always)]
    unsafe fn splat(x: f32) -> v128 {
        f32x4_splat(x)
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> v128 {
        // SAFETY: the caller vouches for four numbers; the instruction needs no alignment.
        unsafe { v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, v: v128) {
        // SAFETY: the caller vouches for four numbers; the instruction needs no alignment.
        unsafe { v128_store(to.cast(), v) }
    }
    #[inline(always)]
    unsafe fn add(a: v128, b: v128) -> v128 {
        f32x4_add(a, b)
    }
    #[inline(always)]
    unsafe fn mul_add(a: v128, b: v128, c: v128) -> v128 {
        f32x4_add(f32x4_mul(a, b), c)
    }
}
