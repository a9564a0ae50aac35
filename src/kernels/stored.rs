//! How weights lie in memory: what the kernels widen to `f32` while they load.

use super::simd::Simd;
use core::mem::MaybeUninit;

/// A number that stands for one `f32`, exactly.
pub(crate) trait Stored: Copy {
    /// Whether two vectors are widened faster together, the numbers at even places and those at odd
    /// places.
    const PAIRS: bool = false;

    /// Its value.
    fn value(self) -> f32;

    /// Their values: themselves, where they are `f32`s, else written into `room`.
    #[inline(always)]
    fn values<'a, const N: usize>(
        of: &'a [Self; N],
        room: &'a mut MaybeUninit<[f32; N]>,
    ) -> &'a [f32; N] {
        room.write(of.map(Self::value))
    }

    /// The same of rows of them.
    #[inline(always)]
    fn rows<'a, const N: usize, const G: usize>(
        of: &'a [[Self; N]; G],
        room: &'a mut MaybeUninit<[[f32; N]; G]>,
    ) -> &'a [[f32; N]; G] {
        let rows = room.write([[0.0; N]; G]);
        for (to, &from) in rows.as_flattened_mut().iter_mut().zip(of.as_flattened()) {
            *to = from.value();
        }
        rows
    }

    /// LANES of them.
    ///
    /// # Safety
    /// The machine has the instructions S, with F16C beside AVX2 for binary16, and LANES numbers can be
    /// read.
    unsafe fn load<S: Simd>(from: *const Self) -> S::V;

    /// 2·LANES of them: those at even places, and those at odd places.
    ///
    /// # Safety
    /// As for [`load`](Self::load), for twice as many.
    #[inline(always)]
    unsafe fn load_parted<S: Simd>(from: *const Self) -> [S::V; 2] {
        // SAFETY: the caller's promise.
        unsafe { S::part([Self::load::<S>(from), Self::load::<S>(from.add(S::LANES))]) }
    }
}

impl Stored for f32 {
    #[inline(always)]
    fn value(self) -> f32 {
        self
    }
    #[inline(always)]
    fn values<'a, const N: usize>(
        of: &'a [f32; N],
        _: &'a mut MaybeUninit<[f32; N]>,
    ) -> &'a [f32; N] {
        of
    }
    #[inline(always)]
    fn rows<'a, const N: usize, const G: usize>(
        of: &'a [[f32; N]; G],
        _: &'a mut MaybeUninit<[[f32; N]; G]>,
    ) -> &'a [[f32; N]; G] {
        of
    }
    #[inline(always)]
    unsafe fn load<S: Simd>(from: *const f32) -> S::V {
        // SAFETY: the caller's promise.
        unsafe { S::load(from) }
    }
}

#[cfg(feature = "half")]
impl Stored for half::f16 {
    #[inline(always)]
    fn value(self) -> f32 {
        crate::math::half::f16_value(self.to_bits())
    }
    #[inline(always)]
    unsafe fn load<S: Simd>(from: *const Self) -> S::V {
        // SAFETY: the caller's promise.
        unsafe { S::load_f16(from) }
    }
}

#[cfg(feature = "half")]
impl Stored for half::bf16 {
    const PAIRS: bool = true;

    #[inline(always)]
    fn value(self) -> f32 {
        crate::math::half::bf16_value(self.to_bits())
    }
    #[inline(always)]
    unsafe fn load<S: Simd>(from: *const Self) -> S::V {
        // SAFETY: the caller's promise.
        unsafe { S::load_bf16(from) }
    }
    #[inline(always)]
    unsafe fn load_parted<S: Simd>(from: *const Self) -> [S::V; 2] {
        // SAFETY: the caller's promise.
        unsafe { S::load_bf16_parted(from) }
    }
}
