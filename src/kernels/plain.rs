//! The plain twins: what every kernel computes, in the order in which it adds.
//!
//! A column of an argument is one inner array: `x[b]` is sample b, `weight[i]` the column of
//! input i, contiguous over all outputs.

use crate::{
    Elementwise, Scalar,
    rule::{Magnitudes, Rule},
    sum::{Sum, block, fold},
};
use core::mem::MaybeUninit;

/// How many partial sums an output of a dense layer is: with few outputs, one sum each would leave
/// the machine waiting for one addition after the other.
///
/// A power of two that follows from the shape alone, so that it is the same on every machine.
pub(crate) const fn partial_sums(inputs: usize, outputs: usize) -> usize {
    let mut sums = match outputs {
        1 => 32,
        2..=8 => 8,
        9..=16 => 4,
        17..=32 => 2,
        _ => 1,
    };
    while sums > 1 && sums > inputs {
        sums /= 2;
    }
    sums
}

/// Y = W·X + b.
///
/// An output is the [`fold`] of U = [`partial_sums`] sums. Sum u adds the products of the inputs
/// i ≡ u (mod U) in their order; sum 0 starts from the bias, the others from 0.
#[inline(always)]
pub(crate) fn dense<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[T; OUT]; IN],
    bias: &[T; OUT],
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    let sums = const { partial_sums(IN, OUT) };
    for (x, y) in x.iter().zip(y) {
        *y = *bias;
        if sums == 1 {
            for (column, &x) in weight.iter().zip(x) {
                for (y, &w) in y.iter_mut().zip(column) {
                    *y += w * x;
                }
            }
        } else {
            for o in 0..OUT {
                let mut partial = [T::zero(); 32];
                partial[0] = y[o];
                for (i, (column, &x)) in weight.iter().zip(x).enumerate() {
                    partial[i % sums] += column[o] * x;
                }
                y[o] = fold(&mut partial[..sums]);
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
pub(crate) fn dense_parameters<T: Scalar, const IN: usize, const OUT: usize>(
    x: &[[T; IN]],
    dy: &[[T; OUT]],
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

/// dW ← dY·Xᵀ and db ← dY·1: the sums of [`dense_parameters`] from 0.
#[inline(always)]
pub(crate) fn dense_parameters_set<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    x: &[[T; IN]; B],
    dy: &[[T; OUT]; B],
    dweight: &mut [[T; OUT]; IN],
    dbias: &mut [T; OUT],
) {
    let (Some((x, more_x)), Some((dy, more_dy))) = (x.split_first(), dy.split_first()) else {
        dweight.as_flattened_mut().fill(T::zero());
        dbias.fill(T::zero());
        return;
    };
    for (column, &x) in dweight.iter_mut().zip(x) {
        for (dw, &dy) in column.iter_mut().zip(dy) {
            *dw = T::zero() + dy * x;
        }
    }
    for (db, &dy) in dbias.iter_mut().zip(dy) {
        *db = T::zero() + dy;
    }
    dense_parameters(more_x, more_dy, dweight, dbias);
}

/// yᵢ = f(xᵢ), written for all of y that x has a number for.
#[inline(always)]
pub(crate) fn activate<T: Scalar, F: Elementwise>(f: &F, x: &[T], y: &mut [MaybeUninit<T>]) {
    for (y, &x) in y.iter_mut().zip(x) {
        y.write(f.value(x));
    }
}

/// dxᵢ = f′(xᵢ)·dyᵢ, written for all of dx that the others have a number for.
#[inline(always)]
pub(crate) fn activate_backward<T: Scalar, F: Elementwise>(
    f: &F,
    x: &[T],
    y: &[T],
    dy: &[T],
    dx: &mut [MaybeUninit<T>],
) {
    for (((dx, &x), &y), &dy) in dx.iter_mut().zip(x).zip(y).zip(dy) {
        dx.write(f.chain(x, y, dy));
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
    update_from(0, rule, theta, gradient, &mut memory);
}

/// The same, with the memory that begins at number `first` of each.
#[inline(always)]
pub(super) fn update_from<T: Scalar, R: Rule<T, K>, const K: usize>(
    first: usize,
    rule: &R,
    theta: &mut [T],
    gradient: &[T],
    memory: &mut [&mut [T]; K],
) {
    let mut n = theta.len().min(gradient.len());
    for memory in &*memory {
        n = n.min(memory.len().saturating_sub(first));
    }
    for i in 0..n {
        // SAFETY: i < n, and no slice is shorter than n, memory from `first` on. Checks would go at opt-level 2 and 3, and
        // stay below, with a panic; an `Option` at each number would end the vectors.
        unsafe {
            let mut old = [T::zero(); K];
            for k in 0..K {
                old[k] = *memory[k].get_unchecked(first + i);
            }
            let theta = theta.get_unchecked_mut(i);
            let (new_theta, new) = rule.update(*theta, *gradient.get_unchecked(i), old);
            *theta = new_theta;
            for k in 0..K {
                *memory[k].get_unchecked_mut(first + i) = new[k];
            }
        }
    }
}

/// Numbers side by side in the sum of squares: its order must not depend on the instruction set.
pub(super) const LANES: usize = 16;
/// Numbers in a block: as many squares are added in lanes alone, 64 in each.
pub(super) const BLOCK: usize = 1024;

/// Σ g², max |g| and max |θ|.
///
/// Σ g² of a block of 1,024 numbers is the [`fold`] of 16 sums; sum l adds the squares i ≡ l (mod 16)
/// in their order. The blocks are added with [what rounding took](Sum::exact).
#[inline(always)]
pub(crate) fn magnitudes<T: Scalar>(mut theta: &[T], mut gradient: &[T]) -> Magnitudes<T> {
    let mut lanes = [Magnitudes::none(); LANES];
    let mut sum = Sum::new();
    while !theta.is_empty() {
        let (mut theta, mut gradient) =
            (block::<T, BLOCK>(&mut theta), block::<T, BLOCK>(&mut gradient));
        let mut squares = [T::zero(); LANES];
        while !theta.is_empty() {
            let theta = block::<T, LANES>(&mut theta);
            let numbers = theta.iter().zip(block::<T, LANES>(&mut gradient));
            for ((square, lane), (&theta, &g)) in squares.iter_mut().zip(&mut lanes).zip(numbers) {
                *square += g * g;
                let one = Magnitudes { squares: g, gradient: g.abs(), theta: theta.abs() };
                *lane = lane.and(one);
            }
        }
        sum.add(fold(&mut squares));
    }
    let all = lanes.into_iter().fold(Magnitudes::none(), Magnitudes::and);
    Magnitudes { squares: sum.exact(), ..all }
}

/// Partial sums of a softmax.
const EXPONENTIALS: usize = 8;

/// y = eˣ / Σ eˣ of each column, after its largest number was taken from all.
///
/// Σ is the [`fold`] of eight partial sums; sum u adds the numbers i ≡ u (mod 8) in their order.
#[inline(always)]
pub(crate) fn softmax<T: Scalar, const N: usize, const B: usize>(
    x: &[[T; N]; B],
    y: &mut [[T; N]; B],
) {
    for (x, y) in x.iter().zip(y) {
        let Some((&first, rest)) = x.split_first() else { continue };
        let mut largest = first;
        for &x in rest {
            largest = largest.max_nan(x);
        }
        let mut sums = [T::zero(); EXPONENTIALS];
        for (i, (y, &x)) in y.iter_mut().zip(x).enumerate() {
            *y = (x - largest).exp();
            sums[i % EXPONENTIALS] += *y;
        }
        let sum = fold(&mut sums);
        for y in y {
            *y /= sum;
        }
    }
}
