//! The plain twins: what every kernel computes, in the order in which it adds.
//!
//! A column of an argument is one inner array: `x[b]` is sample b, `weight[i]` the column of
//! input i, contiguous over all outputs.

use crate::{
    Elementwise, Scalar,
    optimizers::{Magnitudes, Rule},
};

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

/// θᵢ and its memory, each from the old ones and gᵢ.
#[inline(always)]
pub(crate) fn update<T: Scalar, R: Rule<T, K>, const K: usize>(
    rule: &R,
    theta: &mut [T],
    gradient: &[T],
    mut memory: [&mut [T]; K],
) {
    let n = memory.iter().fold(theta.len().min(gradient.len()), |n, m| n.min(m.len()));
    for i in 0..n {
        let old = core::array::from_fn(|k| memory[k][i]);
        let (new_theta, new) = rule.update(theta[i], gradient[i], old);
        theta[i] = new_theta;
        for k in 0..K {
            memory[k][i] = new[k];
        }
    }
}

/// Numbers side by side in the sum of squares: its order must not depend on the instruction set.
const LANES: usize = 16;

/// Σ g² over 16 interleaved partial sums folded in halves, max |g| and max |θ|.
#[inline(always)]
pub(crate) fn magnitudes<T: Scalar>(theta: &[T], gradient: &[T]) -> Magnitudes<T> {
    let mut lanes = [Magnitudes::none(); LANES];
    for (theta, gradient) in theta.chunks(LANES).zip(gradient.chunks(LANES)) {
        for ((lane, &theta), &g) in lanes.iter_mut().zip(theta).zip(gradient) {
            let one = Magnitudes { squares: g * g, gradient: g.abs(), theta: theta.abs() };
            *lane = lane.and(one);
        }
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for i in 0..width {
            lanes[i] = lanes[i].and(lanes[i + width]);
        }
    }
    lanes[0]
}
