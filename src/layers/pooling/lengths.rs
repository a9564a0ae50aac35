//! Global pools of sequences that are shorter than their window: for each sample, over the steps that it has.

use super::{GlobalAvgPool, GlobalMaxPool};
use crate::{
    Backward, Forward, Scalar,
    sum::Sum,
    values::{Value, WithLength, lengths},
};
use core::array::from_fn;
use nalgebra::{ArrayStorage, SMatrix};
use rand::Rng;

/// What a pool makes of the numbers x of n steps, n > 0.
trait OverTime {
    fn y<T: Scalar>(x: impl Iterator<Item = T>, n: usize) -> T;

    /// dx of step t, as a function of t.
    fn dx<T: Scalar>(x: impl Iterator<Item = T>, n: usize, dy: T) -> impl Fn(usize) -> T;
}

impl OverTime for GlobalAvgPool {
    #[inline(always)]
    fn y<T: Scalar>(x: impl Iterator<Item = T>, n: usize) -> T {
        let mut sum = Sum::<T>::new();
        x.for_each(|x| sum.add(x));
        sum.total() / T::from_usize(n)
    }

    #[inline(always)]
    fn dx<T: Scalar>(_: impl Iterator<Item = T>, n: usize, dy: T) -> impl Fn(usize) -> T {
        let dx = dy / T::from_usize(n);
        move |_| dx
    }
}

/// The largest number and its step: the first of equal ones, and a NaN before all.
#[inline(always)]
#[allow(clippy::eq_op, reason = "only NaN differs from itself")]
fn largest<T: Scalar>(x: impl Iterator<Item = T>) -> Option<(usize, T)> {
    x.enumerate().reduce(|best, next| {
        let is_nan = |x: T| x != x;
        if next.1 > best.1 || is_nan(next.1) && !is_nan(best.1) { next } else { best }
    })
}

impl OverTime for GlobalMaxPool {
    #[inline(always)]
    fn y<T: Scalar>(x: impl Iterator<Item = T>, _: usize) -> T {
        largest(x).map_or(T::zero(), |(_, x)| x)
    }

    #[inline(always)]
    fn dx<T: Scalar>(x: impl Iterator<Item = T>, _: usize, dy: T) -> impl Fn(usize) -> T {
        let step = largest(x).map(|(step, _)| step);
        move |t| if step == Some(t) { dy } else { T::zero() }
    }
}

/// Feature i of sample b, at each of n steps.
#[inline(always)]
fn steps<T: Scalar, const N: usize, const B: usize>(
    x: &[SMatrix<T, N, B>],
    n: usize,
    [b, i]: [usize; 2],
) -> impl Iterator<Item = T> {
    x.iter().take(n).filter_map(move |x| x.data.0.get(b)?.get(i).copied())
}

macro_rules! over_time {
    ($layer:ident) => {
        impl<T: Scalar, const N: usize, const B: usize, const L: usize>
            Forward<WithLength<T, N, B, L>> for $layer
        {
            type Output = SMatrix<T, N, B>;

            #[inline]
            fn forward(&self, (x, length): &WithLength<T, N, B, L>) -> SMatrix<T, N, B> {
                let lengths = lengths(length, L);
                let y = from_fn(|b| {
                    let n = lengths.get(b).copied().unwrap_or(0);
                    from_fn(|i| match n {
                        0 => T::zero(),
                        _ => <$layer as OverTime>::y(steps(x, n, [b, i]), n),
                    })
                });
                SMatrix::from_array_storage(ArrayStorage(y))
            }
        }

        impl<T: Scalar, const N: usize, const B: usize, const L: usize>
            Backward<WithLength<T, N, B, L>> for $layer
        {
            type Cache = ();

            #[inline]
            fn forward_train<R: Rng + ?Sized>(
                &self,
                x: &WithLength<T, N, B, L>,
                _: &mut R,
            ) -> (SMatrix<T, N, B>, ()) {
                (self.forward(x), ())
            }

            #[inline]
            fn backward_input(
                &self,
                (x, length): &WithLength<T, N, B, L>,
                _: &SMatrix<T, N, B>,
                (): &(),
                dy: &SMatrix<T, N, B>,
            ) -> WithLength<T, N, B, L> {
                let mut dx = <WithLength<T, N, B, L>>::zeros();
                for (b, (n, dy)) in lengths(length, L).into_iter().zip(&dy.data.0).enumerate() {
                    for (i, &dy) in dy.iter().enumerate() {
                        let slope = <$layer as OverTime>::dx(steps(x, n, [b, i]), n, dy);
                        for (t, dx) in dx.0.iter_mut().enumerate().take(n) {
                            if let Some(dx) = dx.data.0.get_mut(b).and_then(|dx| dx.get_mut(i)) {
                                *dx = slope(t);
                            }
                        }
                    }
                }
                dx
            }
        }
    };
}

over_time!(GlobalAvgPool);
over_time!(GlobalMaxPool);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_and_none_by_hand() {
        let x = [[[1.0], [1.0]], [[3.0], [2.0]], [[f64::NAN], [3.0]]];
        let x = (x.map(SMatrix::<f64, 1, 2>::from), SMatrix::from([[2.0], [0.0]]));
        let dy = SMatrix::from([[10.0], [10.0]]);
        let y = GlobalAvgPool.forward(&x);
        assert_eq!(y, SMatrix::from([[2.0], [0.0]]));
        let dx = GlobalAvgPool.backward_input(&x, &y, &(), &dy);
        assert_eq!(dx.0, [[[5.0], [0.0]], [[5.0], [0.0]], [[0.0], [0.0]]].map(SMatrix::from));
        let y = GlobalMaxPool.forward(&x);
        assert_eq!(y, SMatrix::from([[3.0], [0.0]]));
        let dx = GlobalMaxPool.backward_input(&x, &y, &(), &dy);
        assert_eq!(dx.0, [[[0.0], [0.0]], [[10.0], [0.0]], [[0.0], [0.0]]].map(SMatrix::from));
    }

    #[test]
    fn a_nan_is_larger_than_all_and_the_first_of_equals_counts() {
        assert_eq!(largest([1.0, 2.0, 2.0].into_iter()), Some((1, 2.0)));
        assert_eq!(largest([1.0, f32::NAN, f32::NAN, 3.0].into_iter()).unwrap().0, 1);
    }
}
