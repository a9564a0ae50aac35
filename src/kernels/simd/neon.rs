//! NEON, which every AArch64 machine has.

use super::Simd;
use core::arch::aarch64::*;

#[derive(Clone, Copy)]
pub(in crate::kernels) struct Neon;

// SAFETY (of every block): NEON is part of the AArch64 baseline, and the caller vouches for the
// pointers.
impl Simd for Neon {
    const LANES: usize = 4;
    type V = float32x4_t;
    type Half = Self;

    #[inline(always)]
    unsafe fn splat(x: f32) -> Self::V {
        // SAFETY: as above.
        unsafe { vdupq_n_f32(x) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::V {
        // SAFETY: as above.
        unsafe { vld1q_f32(from) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, v: Self::V) {
        // SAFETY: as above.
        unsafe { vst1q_f32(to, v) }
    }
    #[inline(always)]
    unsafe fn add(a: Self::V, b: Self::V) -> Self::V {
        // SAFETY: as above.
        unsafe { vaddq_f32(a, b) }
    }
    #[inline(always)]
    unsafe fn mul_add(a: Self::V, b: Self::V, c: Self::V) -> Self::V {
        // `vmlaq_f32` may be fused; this is not.
        // SAFETY: as above.
        unsafe { vaddq_f32(vmulq_f32(a, b), c) }
    }
}
