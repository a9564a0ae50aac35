//! The mean of numbers that may lie far from 0.
//!
//! ```text
//! μ₀ = (Σ x)/n, rounded      μ₁ = (Σ (x − μ₀))/n      mean = μ₀ + μ₁      x − mean = (x − μ₀) − μ₁
//! ```
//!
//! A mean of one number is off by half a unit in its last place at the least. Where the numbers differ
//! by little beside their mean, that is a large part of what they differ by, and every deviation is off
//! by it. In two parts the mean has twice the digits: x − μ₀ is exact where x lies near the mean
//! (Sterbenz), and what μ₀ misses is itself a mean of such differences, of equal numbers exactly.
//!
//! Source: Chan, Golub, LeVeque (1983), *Algorithms for computing the sample variance*, section 3;
//! Higham, *Accuracy and Stability of Numerical Algorithms* (2002), sections 1.9 and 2.5.

use crate::{
    Scalar,
    sum::{Sum, block, fold},
};

/// A mean, in two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Centre<T> {
    /// The mean, rounded more than once.
    pub(super) mean: T,
    /// The mean of what is left without it.
    pub(super) rest: T,
}

impl<T: Scalar> Centre<T> {
    /// The mean of a column.
    #[inline(always)]
    pub(super) fn of<const N: usize>(x: &[T; N]) -> Self {
        let n = T::from_usize(N);
        let mean = match x.first() {
            // Of a few numbers any will do, since none is farther from the mean than √(N − 1)
            // deviations: a third sum that must wait for the one before would be felt.
            Some(&first) if const { N < LANES } => first,
            _ => sum(x, x, |x, _| x) * (T::one() / n),
        };
        Self { mean, rest: sum(x, x, |x, _| x - mean) / n }
    }

    /// x − mean
    #[inline(always)]
    pub(super) fn from(&self, x: T) -> T {
        (x - self.mean) - self.rest
    }
}

const LANES: usize = 16;
/// As many terms are added in lanes alone.
const BLOCK: usize = 256;

/// Σ f(x, z) over the numbers of two columns, in an order that follows from N alone: in lanes, where
/// there are enough of them, and over blocks, where there are many.
#[inline(always)]
pub(super) fn sum<T: Scalar, const N: usize>(
    x: &[T; N],
    z: &[T; N],
    f: impl Fn(T, T) -> T + Copy,
) -> T {
    match const { N } {
        ..4 => lanes::<T, 1>(x, z, f),
        4..LANES => lanes::<T, 4>(x, z, f),
        LANES..=BLOCK => lanes::<T, LANES>(x, z, f),
        _ => {
            let mut sum = Sum::new();
            let (mut x, mut z) = (&x[..], &z[..]);
            while !x.is_empty() {
                let (x, z) = (block::<T, BLOCK>(&mut x), block::<T, BLOCK>(&mut z));
                sum.add(lanes::<T, LANES>(x, z, f));
            }
            sum.exact()
        }
    }
}

/// Σ f(x, z), the [`fold`] of L sums: lane l adds the terms i ≡ l (mod L).
#[inline(always)]
fn lanes<T: Scalar, const L: usize>(x: &[T], z: &[T], f: impl Fn(T, T) -> T) -> T {
    let mut sums = [T::zero(); L];
    let ((x, last_x), (z, last_z)) = (x.as_chunks::<L>(), z.as_chunks::<L>());
    for (x, z) in x.iter().zip(z) {
        for ((sum, &x), &z) in sums.iter_mut().zip(x).zip(z) {
            *sum += f(x, z);
        }
    }
    for ((sum, &x), &z) in sums.iter_mut().zip(last_x).zip(last_z) {
        *sum += f(x, z);
    }
    fold(&mut sums)
}
