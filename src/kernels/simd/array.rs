//! Vectors as arrays, for machines without an instruction set of their own here. The compiler makes of them what
//! it can.

use super::Simd;

#[derive(Clone, Copy)]
pub(in crate::kernels) struct Array;

impl Simd for Array {
    const VECTORS: bool = false;
    const LANES: usize = 4;
    type V = [f32; 4];
    type Half = Self;

    #[inline(always)]
    unsafe fn splat(x: f32) -> [f32; 4] {
        [x; 4]
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> [f32; 4] {
        // SAFETY: four numbers can be read here; an array of them has their alignment.
        unsafe { *from.cast() }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, v: [f32; 4]) {
        // SAFETY: four numbers can be written here; an array of them has their alignment.
        unsafe { *to.cast() = v };
    }
    #[inline(always)]
    unsafe fn add(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]]
    }
    #[inline(always)]
    unsafe fn mul_add(a: [f32; 4], b: [f32; 4], c: [f32; 4]) -> [f32; 4] {
        [a[0] * b[0] + c[0], a[1] * b[1] + c[1], a[2] * b[2] + c[2], a[3] * b[3] + c[3]]
    }
}
