//! Means, of samples and of elements, that are finite wherever their terms are.

use crate::{
    Scalar,
    losses::{Elements, part::Targets},
    sum::Sum,
};
use nalgebra::SMatrix;

/// A sum on the way to a mean.
///
/// Terms are added after a multiplication by a power of two, which is exact and leaves room for
/// all of them: the mean has the bits of [sum](Sum) / n, and the sum cannot overflow.
pub(crate) struct Mean<T> {
    sum: Sum<T>,
    scale: f64,
}

impl<T: Scalar> Mean<T> {
    /// The scale that leaves room for `terms` terms; a constant, so that nothing can panic.
    pub(crate) const fn scale(terms: usize) -> f64 {
        1.0 / terms.next_power_of_two() as f64
    }

    /// Of a batch with a [`scale`](Self::scale), to which no more numbers are added than `additions`.
    #[inline(always)]
    pub(crate) fn new(scale: f64, additions: usize) -> Self {
        Self { sum: Sum::at_most(additions), scale }
    }

    /// Adds the term a·b, which may overflow where its share of the mean does not.
    #[inline(always)]
    pub(crate) fn add(&mut self, a: T, b: T) {
        self.sum.add(self.share(a, b));
    }

    #[inline(always)]
    fn share(&self, a: T, b: T) -> T {
        a * (b * T::from_f64(self.scale))
    }

    /// The mean of n terms.
    pub(crate) fn of(self, n: T) -> T {
        self.sum.total() / (n * T::from_f64(self.scale))
    }
}

/// The mean over all elements of a loss f(y, t), and its gradient. The closure gives two numbers whose
/// product is f, which itself may be too large, and ∂f/∂y.
#[inline]
pub(crate) fn over_elements<'t, T: Scalar, const N: usize, const B: usize, Target>(
    y: &SMatrix<T, N, B>,
    targets: impl Targets<'t, Target>,
    divisor: f64,
    dy: &mut SMatrix<T, N, B>,
    f: impl Fn(T, T) -> ([T; 2], T),
) -> T
where
    Target: Elements<T, N> + 't,
{
    let elements = T::from_f64(divisor) * T::from_usize(N);
    let mut mean = Mean::new(const { Mean::<T>::scale(N * B) }, N * B);
    for ((dy, y), (target, weight)) in dy.data.0.iter_mut().zip(&y.data.0).zip(targets) {
        if weight == 0.0 {
            continue;
        }
        let weight = T::from_f64(weight);
        // The sum has an order, and a loop of its own: so this one becomes vectors.
        let mut terms = [T::zero(); N];
        for (((dy, term), &y), t) in dy.iter_mut().zip(&mut terms).zip(y).zip(target.elements()) {
            let ([a, b], slope) = f(y, t);
            *term = mean.share(a, b * weight);
            *dy = slope * weight / elements;
        }
        terms.iter().for_each(|&term| mean.sum.add(term));
    }
    mean.of(elements)
}
