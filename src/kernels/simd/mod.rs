//! Vectors of `f32`: the few operations that the kernels are made of, once per instruction set.
//!
//! | instruction set | vectors | chosen |
//! |---|---|---|
//! | AVX2 | 8 lanes | on x86-64 at run time with `std`, by the target features without |
//! | SSE2 | 4 lanes | x86-64 otherwise |
//! | NEON | 4 lanes | AArch64 |
//! | simd128 | 4 lanes | wasm32 built with that feature |
//! | arrays | 4 lanes | everywhere else |
//!
//! A kernel gives the same bits with every instruction set, because lanes hold different outputs, or partial
//! sums whose number the shape decides ([`plain`](super::plain)); never a number of sums that
//! follows from the number of lanes. Multiplication and addition round separately, unless the
//! final binary is built with `--cfg constnet_fma`: then AVX2 comes with fused multiply-add, and
//! the bits depend on whether the machine has both.

#[cfg(any(
    test,
    not(any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        all(target_arch = "wasm32", target_feature = "simd128")
    ))
))]
mod array;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(test)]
pub(super) use array::Array;
#[cfg(not(any(
    target_arch = "x86_64",
    target_arch = "aarch64",
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
pub(super) use array::Array as Baseline;
#[cfg(target_arch = "aarch64")]
pub(super) use neon::Neon as Baseline;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use wasm::Simd128 as Baseline;
#[cfg(target_arch = "x86_64")]
pub(super) use x86::{Avx2, Sse2 as Baseline};

#[cfg(feature = "half")]
use crate::math::half::{bf16_value, f16_value};

/// Asks for the line of this address early, where the machine can be asked. Any address will do.
#[inline(always)]
pub(super) fn prefetch(address: *const f32) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 has SSE, and may be asked for any address.
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// Vectors of one width on one instruction set.
///
/// # Safety
/// The methods may be called only where the machine has the instruction set, and are meant to be
/// inlined into a function that enables it. Pointers are read and written for `LANES` numbers, and
/// have the alignment of one.
pub(crate) trait Simd: Copy {
    /// Whether the machine has vectors at all: where it has none, one short loop serves best.
    const VECTORS: bool = true;
    /// Numbers in a vector.
    const LANES: usize;
    /// A vector.
    type V: Copy;
    /// Four lanes on the same machine.
    type Half: Simd;

    unsafe fn splat(x: f32) -> Self::V;
    unsafe fn load(from: *const f32) -> Self::V;
    unsafe fn store(to: *mut f32, v: Self::V);

    /// LANES numbers of binary16, exactly.
    #[cfg(feature = "half")]
    #[inline(always)]
    unsafe fn load_f16(from: *const half::f16) -> Self::V {
        let mut lanes = [0.0; 8];
        for (lane, x) in lanes.iter_mut().enumerate().take(Self::LANES) {
            // SAFETY: LANES numbers can be read.
            *x = f16_value(unsafe { *from.add(lane) }.to_bits());
        }
        // SAFETY: no instruction set has more than eight lanes.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// LANES numbers of bfloat16, exactly: the upper half of an f32.
    #[cfg(feature = "half")]
    #[inline(always)]
    unsafe fn load_bf16(from: *const half::bf16) -> Self::V {
        let mut lanes = [0.0; 8];
        for (lane, x) in lanes.iter_mut().enumerate().take(Self::LANES) {
            // SAFETY: LANES numbers can be read.
            *x = bf16_value(unsafe { *from.add(lane) }.to_bits());
        }
        // SAFETY: no instruction set has more than eight lanes.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// 2·LANES numbers of bfloat16: those at even places, and those at odd places.
    #[cfg(feature = "half")]
    #[inline(always)]
    unsafe fn load_bf16_parted(from: *const half::bf16) -> [Self::V; 2] {
        // SAFETY: 2·LANES numbers can be read.
        unsafe { Self::part([Self::load_bf16(from), Self::load_bf16(from.add(Self::LANES))]) }
    }

    /// Of two vectors one after the other, the numbers at even places, and those at odd places.
    #[inline(always)]
    unsafe fn part(v: [Self::V; 2]) -> [Self::V; 2] {
        let (mut all, mut parts) = ([0.0; 16], [[0.0; 8]; 2]);
        // SAFETY: no instruction set has more than eight lanes.
        unsafe {
            Self::store(all.as_mut_ptr(), v[0]);
            Self::store(all.as_mut_ptr().add(Self::LANES), v[1]);
            for lane in 0..Self::LANES {
                (parts[0][lane], parts[1][lane]) = (all[2 * lane], all[2 * lane + 1]);
            }
            [Self::load(parts[0].as_ptr()), Self::load(parts[1].as_ptr())]
        }
    }

    /// The inverse of [`part`](Self::part).
    #[inline(always)]
    unsafe fn join(parts: [Self::V; 2]) -> [Self::V; 2] {
        let (mut all, mut lanes) = ([0.0; 16], [[0.0; 8]; 2]);
        // SAFETY: no instruction set has more than eight lanes.
        unsafe {
            Self::store(lanes[0].as_mut_ptr(), parts[0]);
            Self::store(lanes[1].as_mut_ptr(), parts[1]);
            for lane in 0..Self::LANES {
                (all[2 * lane], all[2 * lane + 1]) = (lanes[0][lane], lanes[1][lane]);
            }
            [Self::load(all.as_ptr()), Self::load(all.as_ptr().add(Self::LANES))]
        }
    }

    unsafe fn add(a: Self::V, b: Self::V) -> Self::V;
    /// a·b + c, rounded twice (once with `--cfg constnet_fma`).
    unsafe fn mul_add(a: Self::V, b: Self::V, c: Self::V) -> Self::V;

    /// x in lane 0 and 0 in the others.
    #[inline(always)]
    unsafe fn first(x: f32) -> Self::V {
        let mut lanes = [0.0; 8];
        lanes[0] = x;
        // SAFETY: no instruction set has more than eight lanes.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// What [`splat_two`](Self::splat_two) is given, so that a loop asks for it once.
    #[inline(always)]
    unsafe fn halves() -> Self::V {
        // SAFETY: the caller's promise.
        unsafe { Self::splat(0.0) }
    }

    /// The first number in the lower half of the lanes, and the second in the upper half.
    #[inline(always)]
    unsafe fn splat_two(from: *const f32, _halves: Self::V) -> Self::V {
        let mut lanes = [0.0; 8];
        // SAFETY: two numbers can be read; no instruction set has more than eight lanes.
        unsafe {
            for (lane, x) in lanes.iter_mut().enumerate().take(Self::LANES) {
                *x = *from.add(2 * lane / Self::LANES);
            }
            Self::load(lanes.as_ptr())
        }
    }

    /// Half a vector in the lower half of the lanes, and 0 in the upper half.
    #[inline(always)]
    unsafe fn lower(v: <Self::Half as Simd>::V) -> Self::V {
        let mut lanes = [0.0; 8];
        // SAFETY: no instruction set has more than eight lanes.
        unsafe {
            Self::Half::store(lanes.as_mut_ptr(), v);
            Self::load(lanes.as_ptr())
        }
    }

    /// The lower half of the lanes plus the upper half.
    #[inline(always)]
    unsafe fn add_halves(v: Self::V) -> <Self::Half as Simd>::V {
        let mut lanes = [0.0; 8];
        // SAFETY: no instruction set has more than eight lanes.
        unsafe {
            Self::store(lanes.as_mut_ptr(), v);
            let upper = Self::Half::load(lanes.as_ptr().add(Self::LANES / 2));
            Self::Half::add(Self::Half::load(lanes.as_ptr()), upper)
        }
    }

    /// The sum of the lanes, the upper half added onto the lower half until one is left.
    #[inline(always)]
    unsafe fn sum(v: Self::V) -> f32 {
        let mut lanes = [0.0; 8];
        // SAFETY: no instruction set has more than eight lanes.
        unsafe { Self::store(lanes.as_mut_ptr(), v) };
        let mut half = Self::LANES / 2;
        while half > 0 {
            for lane in 0..half {
                lanes[lane] += lanes[lane + half];
            }
            half /= 2;
        }
        lanes[0]
    }

    /// Transposes a square of `LANES`: row r of the result, at `to + r·to_step`, holds number r of
    /// each of the rows at `from + c·from_step`.
    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
        for r in 0..Self::LANES {
            for c in 0..Self::LANES {
                // SAFETY: the caller's promise covers both squares.
                unsafe { *to.add(r * to_step + c) = *from.add(c * from_step + r) };
            }
        }
    }
}
