//! One step of a convolution along a stream: y = b + Σₖ Wₖ·xₖ, whose taps lie wherever a ring has them.
//!
//! The outputs are in registers while taps and inputs pass by.

use super::plain;
use crate::kernels::{column::offset, instruction_set::kernel, simd::Simd};
use core::ptr;

kernel! {
    /// y = b + Σₖ Wₖ·xₖ
    step [const PER: usize, const IN: usize, const OUT: usize, const K: usize, const B: usize]
    [PER, IN, OUT, K, B]
    (weight: &[[f32; OUT]], bias: &[f32; OUT], x: &[&[[f32; IN]; B]; K], y: &mut [[f32; OUT]; B])
    = write_step
}

/// Writes all of y.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write_step<
    S: Simd,
    const PER: usize,
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const B: usize,
>(
    weight: &[[f32; OUT]],
    bias: &[f32; OUT],
    x: &[&[[f32; IN]; B]; K],
    y: &mut [[f32; OUT]; B],
) {
    if !const { PER == IN && OUT >= S::Half::LANES } || weight.len() != K * IN {
        return plain::step::<f32, PER, IN, OUT, K, B>(weight, bias, x, y);
    }
    for (b, y) in y.iter_mut().enumerate() {
        let mut columns = [ptr::null(); K];
        for (column, x) in columns.iter_mut().zip(x) {
            if let Some(x) = x.get(b) {
                *column = x.as_ptr();
            }
        }
        // SAFETY: the instructions are the caller's; there are K·IN rows of weights.
        unsafe {
            if const { OUT >= S::LANES } {
                strips::<S, IN, OUT, K>(weight, bias, &columns, y);
            } else {
                strips::<S::Half, IN, OUT, K>(weight, bias, &columns, y);
            }
        }
    }
}

/// Vectors of outputs, four at a time.
///
/// # Safety
/// The machine has the instructions S, there are K·IN rows of weights, and OUT ≥ LANES.
#[inline(always)]
unsafe fn strips<S: Simd, const IN: usize, const OUT: usize, const K: usize>(
    weight: &[[f32; OUT]],
    bias: &[f32; OUT],
    x: &[*const f32; K],
    y: &mut [f32; OUT],
) {
    // What is left behind the fours, with one vector that overlaps its neighbour; it begins where no other has
    // written.
    let (vectors, end) = const { (OUT.div_ceil(S::LANES), OUT.saturating_sub(S::LANES)) };
    // SAFETY: the caller's promise; the strips divide the outputs between them.
    unsafe {
        let mut v = 0;
        while v + 4 < vectors {
            strip::<S, IN, OUT, K, 4>(weight, bias, x, y, v * S::LANES, 3 * S::LANES);
            v += 4;
        }
        let o = v * S::LANES;
        // One constant, so that not even a debug build compiles the widths that are not taken.
        match const { OUT.div_ceil(S::LANES) % 4 } {
            1 => strip::<S, IN, OUT, K, 1>(weight, bias, x, y, end.min(o), end - end.min(o)),
            2 => strip::<S, IN, OUT, K, 2>(weight, bias, x, y, o, end - o),
            3 => strip::<S, IN, OUT, K, 3>(weight, bias, x, y, o, end - o),
            _ => strip::<S, IN, OUT, K, 4>(weight, bias, x, y, o, end - o),
        }
    }
}

/// A vectors of outputs from number o on, the last one `last` behind it.
///
/// # Safety
/// As for [`strips`]; the vectors are inside of y.
#[inline(always)]
unsafe fn strip<S: Simd, const IN: usize, const OUT: usize, const K: usize, const A: usize>(
    weight: &[[f32; OUT]],
    bias: &[f32; OUT],
    x: &[*const f32; K],
    y: &mut [f32; OUT],
    o: usize,
    last: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut w = weight.as_ptr().cast::<f32>().add(o);
        let y = y.as_mut_ptr().add(o);
        let mut sums = [S::splat(0.0); A];
        for (a, sum) in sums.iter_mut().enumerate() {
            *sum = S::load(bias.as_ptr().add(o + offset::<S, A>(a, last)));
        }
        for &x in x {
            for i in 0..IN {
                let x = S::splat(*x.add(i));
                for (a, sum) in sums.iter_mut().enumerate() {
                    *sum = S::mul_add(S::load(w.add(offset::<S, A>(a, last))), x, *sum);
                }
                w = w.wrapping_add(OUT);
            }
        }
        for (a, &sum) in sums.iter().enumerate() {
            S::store(y.add(offset::<S, A>(a, last)), sum);
        }
    }
}
