//! The plain twins: what every kernel computes, in the order in which it adds.
//!
//! A column of an argument is one inner array: `x[b]` is sample b, `weight[i]` the column of
//! input i, contiguous over all outputs.

use crate::{Elementwise, Scalar};

/// Y = W·X + b. y starts from the bias and adds the scaled columns in the order of the inputs.
#[inline(always)]
pub(crate) fn dense<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[T; OUT]; IN],
    bias: &[T; OUT],
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    for (x, y) in x.iter().zip(y) {
        *y = *bias;
        for (column, &x) in weight.iter().zip(x) {
            for (y, &w) in y.iter_mut().zip(column) {
                *y += w * x;
            }
        }
    }
}

/// dX = Wᵀ·dY, each a sum over the outputs in their order.
#[inline(always)]
pub(crate) fn dense_input<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[T; OUT]; IN],
    dy: &[[T; OUT]; B],
    dx: &mut [[T; IN]; B],
) {
    for (dy, dx) in dy.iter().zip(dx) {
        for (column, dx) in weight.iter().zip(dx) {
            let mut sum = T::zero();
            for (&w, &dy) in column.iter().zip(dy) {
                sum += w * dy;
            }
            *dx = sum;
        }
    }
}

/// dW ← dW + dY·Xᵀ and db ← db + dY·1, in the order of the samples.
#[inline(always)]
pub(crate) fn dense_parameters<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    x: &[[T; IN]; B],
    dy: &[[T; OUT]; B],
    dweight: &mut [[T; OUT]; IN],
    dbias: &mut [T; OUT],
) {
    for (x, dy) in x.iter().zip(dy) {
        for (column, &x) in dweight.iter_mut().zip(x) {
            for (dw, &dy) in column.iter_mut().zip(dy) {
                *dw += dy * x;
            }
        }
        for (db, &dy) in dbias.iter_mut().zip(dy) {
            *db += dy;
        }
    }
}

/// yᵢ = f(xᵢ)
#[inline(always)]
pub(crate) fn map<T: Scalar, F: Elementwise>(f: &F, x: &[T], y: &mut [T]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = f.value(x);
    }
}

/// dxᵢ = f′(xᵢ)·dyᵢ
#[inline(always)]
pub(crate) fn map_backward<T: Scalar, F: Elementwise>(
    f: &F,
    x: &[T],
    y: &[T],
    dy: &[T],
    dx: &mut [T],
) {
    for (((dx, &x), &y), &dy) in dx.iter_mut().zip(x).zip(y).zip(dy) {
        *dx = f.backward(x, y, dy);
    }
}
