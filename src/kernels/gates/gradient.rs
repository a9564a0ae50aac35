//! The way back through all steps; then the gradients by weights and inputs, each as one product over all of them.
//!
//! Order of the sums: a gradient by weights adds the columns in the order of time, whichever way the steps were
//! gone through; one by inputs adds the gates in their order.

use super::recurrence::{Before, Kept, Recurrence};
use crate::{
    Scalar,
    kernels::{
        dense::{DEPTH, by_blocks},
        simd::Simd,
        tile::Product,
    },
};
use core::mem::MaybeUninit;

/// What the way back through a sequence is given: B columns a step.
pub(crate) struct Pass<
    'a,
    T,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
> {
    /// U
    pub(crate) hidden: &'a [[[T; H]; G]; H],
    /// h before the first step.
    pub(crate) h: &'a [[T; H]; B],
    /// What else was remembered.
    pub(crate) memory: [&'a [[T; H]; B]; M],
    /// h behind each step.
    pub(crate) y: &'a [[T; H]],
    /// What each step left.
    pub(crate) kept: &'a [Kept<T, G, E, H>],
    /// The gradient by h behind each step, as far as it is the output.
    pub(crate) dy: &'a [[T; H]],
}

/// From the last step to the first: the gradients by z and, where there is room for them, by U·h.
#[inline(always)]
pub(super) fn back<
    R: Recurrence<G, M, E>,
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
>(
    pass: &Pass<'_, T, G, M, E, H, B>,
    dz: &mut [[[T; H]; G]],
    du: &mut [[[T; H]; G]],
) {
    let mut transposed = [[[T::zero(); H]; H]; G];
    for (j, column) in pass.hidden.iter().enumerate() {
        for (row, &u) in transposed.as_flattened_mut().iter_mut().zip(column.as_flattened()) {
            // There is one; a compiler that optimizes little does not see it.
            if let Some(transposed) = row.get_mut(j) {
                *transposed = u;
            }
        }
    }
    let (mut dh, mut dmemory) = ([[T::zero(); H]; B], [[[T::zero(); H]; M]; B]);
    let mut end = pass.kept.len();
    while let Some(start) = end.checked_sub(B)
        && start < end
    {
        for b in 0..B {
            let n = start + b;
            let (Some(kept), Some(dy), Some(dz)) =
                (pass.kept.get(n), pass.dy.get(n), dz.get_mut(n))
            else {
                return;
            };
            let mut before = Before { h: &pass.h[b], memory: [&pass.h[b]; M] };
            if let Some(last) = n.checked_sub(B)
                && let (Some(y), Some(kept)) = (pass.y.get(last), pass.kept.get(last))
            {
                before = Before { h: y, memory: R::remembered(kept) };
            } else {
                for (to, from) in before.memory.iter_mut().zip(pass.memory) {
                    *to = &from[b];
                }
            }
            let mut nowhere = [[T::zero(); H]; G];
            let du = match du.get_mut(n) {
                Some(du) => du,
                None => &mut nowhere,
            };
            let dh = &mut dh[b];
            for (dh, &dy) in dh.iter_mut().zip(dy) {
                *dh += dy;
            }
            R::back(&transposed, kept, &before, dh, &mut dmemory[b], dz, du);
        }
        end = start;
    }
}

/// dW ← dW + dz·xᵀ
#[inline(always)]
pub(super) fn weights<T: Scalar, const G: usize, const H: usize, const IN: usize>(
    dz: &[[[T; H]; G]],
    x: &[[T; IN]],
    dweight: &mut [[[T; H]; G]; IN],
) {
    for (dz, x) in dz.iter().zip(x) {
        for (column, &x) in dweight.iter_mut().zip(x) {
            for (dw, &dz) in column.as_flattened_mut().iter_mut().zip(dz.as_flattened()) {
                *dw += dz * x;
            }
        }
    }
}

/// dU ← dU + du·hᵀ, where the last gate is not given h, but what is kept.
#[inline(always)]
pub(super) fn last_of_kept<
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
>(
    pass: &Pass<'_, T, G, M, E, H, B>,
    du: &[[[T; H]; G]],
    dweight: &mut [[[T; H]; G]; H],
) {
    let before = pass.h.iter().chain(pass.y);
    for ((du, kept), h) in du.iter().zip(pass.kept).zip(before) {
        let (Some((du_last, du)), Some(kept)) = (du.split_last(), kept.more.first()) else {
            return;
        };
        for ((column, &h), &kept) in dweight.iter_mut().zip(h).zip(kept) {
            let Some((last, column)) = column.split_last_mut() else { return };
            for (dw, &du) in column.as_flattened_mut().iter_mut().zip(du.as_flattened()) {
                *dw += du * h;
            }
            for (dw, &du) in last.iter_mut().zip(du_last) {
                *dw += du * kept;
            }
        }
    }
}

/// [`weights`] with vectors.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn weights_with<S: Simd, const G: usize, const H: usize, const IN: usize>(
    dz: &[[[f32; H]; G]],
    x: &[[f32; IN]],
    dweight: &mut [[[f32; H]; G]; IN],
) {
    if const { G * H < 4 } {
        return weights(dz, x, dweight);
    }
    let c = dweight.as_mut_ptr().cast::<f32>();
    let product = Product {
        a: dz.as_ptr().cast::<f32>(),
        a_k: G * H,
        b: x.as_ptr().cast(),
        b_n: 1,
        b_k: IN,
        c,
        c_n: G * H,
        seed: c,
        seed_n: G * H,
        k: dz.len().min(x.len()),
    };
    // SAFETY: the caller's promise; the strides are those of the arrays.
    unsafe {
        if const { G * H >= S::LANES } {
            product.run::<S, IN, 1>(G * H);
        } else {
            product.run::<S::Half, IN, 1>(G * H);
        }
    }
}

/// db ← db + dz·1
#[inline(always)]
pub(super) fn bias<T: Scalar, const G: usize, const H: usize>(
    dz: &[[[T; H]; G]],
    dbias: &mut [[T; H]; G],
) {
    for dz in dz {
        for (db, &dz) in dbias.as_flattened_mut().iter_mut().zip(dz.as_flattened()) {
            *db += dz;
        }
    }
}

/// dx ← Wᵀ·dz, written for all of dx that there is a dz for.
#[inline(always)]
pub(super) fn inputs<T: Scalar, const G: usize, const H: usize, const IN: usize>(
    weight: &[[[T; H]; G]; IN],
    dz: &[[[T; H]; G]],
    dx: &mut [MaybeUninit<[T; IN]>],
) {
    for (dz, dx) in dz.iter().zip(dx) {
        let dx = dx.write([T::zero(); IN]);
        for (column, dx) in weight.iter().zip(dx) {
            for (&w, &dz) in column.as_flattened().iter().zip(dz.as_flattened()) {
                *dx += w * dz;
            }
        }
    }
}

/// Columns that are done at a time.
const AT_A_TIME: usize = 8;

/// [`inputs`] with vectors.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn inputs_with<S: Simd, const G: usize, const H: usize, const IN: usize>(
    weight: &[[[f32; H]; G]; IN],
    dz: &[[[f32; H]; G]],
    dx: &mut [MaybeUninit<[f32; IN]>],
) {
    // SAFETY: the caller's promise.
    unsafe {
        if const { IN < 4 || G * H == 0 } {
            inputs(weight, dz, dx);
        } else if const { IN >= S::LANES } {
            inputs_by::<S, G, H, IN>(weight, dz, dx);
        } else {
            inputs_by::<S::Half, G, H, IN>(weight, dz, dx);
        }
    }
}

/// # Safety
/// The machine has the instructions S, and IN ≥ LANES.
#[inline(always)]
unsafe fn inputs_by<S: Simd, const G: usize, const H: usize, const IN: usize>(
    weight: &[[[f32; H]; G]; IN],
    dz: &[[[f32; H]; G]],
    dx: &mut [MaybeUninit<[f32; IN]>],
) {
    let count = dz.len().min(dx.len());
    let weight = weight.as_ptr().cast::<f32>();
    let (dz, dx) = (dz.as_ptr().cast::<f32>(), dx.as_mut_ptr().cast::<f32>());
    let mut n = 0;
    // SAFETY: the caller's promise; n is below `count`, and so are the columns of a block.
    unsafe {
        while n + AT_A_TIME <= count {
            let (dz, dx) = (dz.add(n * G * H), dx.add(n * IN));
            by_blocks::<S, AT_A_TIME, DEPTH>(IN, G * H, weight, dz, dx);
            n += AT_A_TIME;
        }
        while n < count {
            let (dz, dx) = (dz.add(n * G * H), dx.add(n * IN));
            by_blocks::<S, 1, DEPTH>(IN, G * H, weight, dz, dx);
            n += 1;
        }
    }
}
