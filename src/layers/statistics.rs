//! Mean and deviation of each feature over samples, for layers that store them.
//!
//! They are computed in `f64` whatever the data's type, in the order of the samples, by
//! [sums](Sum) whose error does not grow: the [mean in two parts](Centre), then the deviations from it.
//! So the deviation is right to a few units in its last place however far the mean is from 0, as long as
//! the numbers of its type can tell them apart.

use super::centre::Centre;
use crate::{Scalar, sum::Sum};
use core::fmt;
use nalgebra::SVector;

/// What is wrong with data whose statistics were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StandardizeError {
    /// There are no samples.
    Empty,
    /// A number is NaN or infinite.
    NotFinite {
        /// The position of the sample.
        sample: usize,
        /// The row of the number.
        feature: usize,
    },
    /// The numbers are finite, but too large for their deviation to be.
    Overflow {
        /// The row of the numbers.
        feature: usize,
    },
}

impl fmt::Display for StandardizeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(out, "no samples to take mean and deviation of"),
            Self::NotFinite { sample, feature } => {
                write!(out, "feature {feature} of sample {sample} is NaN or infinite")
            }
            Self::Overflow { feature } => {
                write!(out, "the deviation of feature {feature} is too large for its number type")
            }
        }
    }
}

impl core::error::Error for StandardizeError {}

/// Mean and population deviation; 1 for the deviation of a constant feature.
pub(super) fn statistics<T: Scalar, const N: usize>(
    samples: impl Iterator<Item = SVector<T, N>> + Clone,
) -> Result<(SVector<T, N>, SVector<T, N>), StandardizeError> {
    let Some(first) = samples.clone().next() else {
        return Err(StandardizeError::Empty);
    };
    let n = samples.clone().count() as f64;
    let mut constant = [true; N];
    for (sample, x) in samples.clone().enumerate() {
        for (feature, &x) in x.iter().enumerate() {
            if !x.is_finite() {
                return Err(StandardizeError::NotFinite { sample, feature });
            }
            constant[feature] &= x.to_f64() == first[feature].to_f64();
        }
    }
    let mean = means(samples.clone(), n, |_, x| x);
    let rest = means(samples.clone(), n, |i, x| x - mean[i]);
    let variance = means(samples, n, |i, x| {
        let centred = Centre { mean: mean[i], rest: rest[i] }.from(x);
        centred * centred
    });
    let mut statistics = (SVector::from([T::zero(); N]), SVector::from([T::one(); N]));
    for feature in 0..N {
        // Asked of the numbers themselves: the rounded mean of equal numbers need not equal them,
        // and their deviation would be a rounding error that something divides by.
        if constant[feature] {
            statistics.0[feature] = first[feature];
            continue;
        }
        let deviation = T::from_f64(Scalar::sqrt(variance[feature]));
        if !deviation.is_finite() {
            return Err(StandardizeError::Overflow { feature });
        }
        statistics.0[feature] = T::from_f64(mean[feature] + rest[feature]);
        if deviation != T::zero() {
            statistics.1[feature] = deviation;
        }
    }
    Ok(statistics)
}

/// The mean of f(i, x) over the samples, for each feature i.
fn means<T: Scalar, const N: usize>(
    samples: impl Iterator<Item = SVector<T, N>>,
    n: f64,
    f: impl Fn(usize, f64) -> f64,
) -> [f64; N] {
    let mut sums = [Sum::<f64>::new(); N];
    for x in samples {
        for (i, (sum, &x)) in sums.iter_mut().zip(&x).enumerate() {
            sum.add(f(i, x.to_f64()));
        }
    }
    sums.map(|sum| sum.total() / n)
}

/// Makes a layer of a struct that holds the `mean` and the `deviation` of each feature, from y for
/// one number x and from dx for one number dy.
///
/// ```text
/// with_statistics! {
///     Standardize,
///     forward: |x, mean, deviation| (x - mean) / deviation,
///     backward: |dy, deviation| dy / deviation,
/// }
/// ```
/// expands to `new` and `default`, to the traits of a layer, and to `Debug`.
macro_rules! with_statistics {
    (
        $layer:ident,
        forward: |$x:ident, $mean:ident, $deviation:ident| $y:expr,
        backward: |$dy:ident, $scale:ident| $dx:expr,
    ) => {
        impl<const N: usize, W: crate::Weight> $layer<N, W> {
            /// A layer from the mean and the deviation of each feature. A deviation that is 0 or NaN is
            /// taken as it is, and gives what arithmetic makes of it; [`fit`](Self::fit) never leaves
            /// one.
            pub const fn new(mean: [W; N], deviation: [W; N]) -> Self {
                Self {
                    mean: nalgebra::SVector::from_array_storage(nalgebra::ArrayStorage([mean])),
                    deviation: nalgebra::SVector::from_array_storage(nalgebra::ArrayStorage([
                        deviation,
                    ])),
                }
            }
        }

        /// The identity: mean 0 and deviation 1.
        impl<const N: usize, T: crate::Scalar> Default for $layer<N, T> {
            fn default() -> Self {
                Self::new([T::zero(); N], [T::one(); N])
            }
        }

        #[diagnostic::do_not_recommend]
        impl<const N: usize, T: crate::Scalar, X: crate::Columns<N, Number = T>> crate::Forward<X>
            for $layer<N, T>
        {
            type Output = X;

            #[inline]
            fn forward(&self, x: &X) -> X {
                let mut y = *x;
                for y in y.columns_mut() {
                    let statistics = self.mean.iter().zip(&self.deviation);
                    for (y, (&$mean, &$deviation)) in y.iter_mut().zip(statistics) {
                        let $x = *y;
                        *y = $y;
                    }
                }
                y
            }
        }

        #[diagnostic::do_not_recommend]
        impl<const N: usize, T: crate::Scalar, X: crate::Columns<N, Number = T>> crate::Backward<X>
            for $layer<N, T>
        {
            type Cache = ();

            #[inline]
            fn forward_train<R: rand::Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
                (crate::Forward::forward(self, x), ())
            }

            #[inline]
            fn backward_input(&self, _: &X, _: &X, _: &(), dy: &X) -> X {
                let mut dx = *dy;
                for dx in dx.columns_mut() {
                    for (dx, &$scale) in dx.iter_mut().zip(&self.deviation) {
                        let $dy = *dx;
                        *dx = $dx;
                    }
                }
                dx
            }
        }

        impl<const N: usize, T> crate::Stateless for $layer<N, T> {}

        crate::parameters! {
            [const N: usize, W: crate::Weight] $layer<N, W> as W => () {
                mean: vector,
                deviation: vector,
            }
        }

        /// Mean 0 and deviation 1, by whatever rule.
        impl<const N: usize, T: crate::Scalar> crate::Init for $layer<N, T> {
            fn reset<I: crate::Initializer, R: rand::Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
                self.mean.fill(T::zero());
                self.deviation.fill(T::one());
            }
        }

        impl<const N: usize, W: crate::Weight> core::fmt::Debug for $layer<N, W> {
            fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                crate::parameters::describe::<Self>(out)
            }
        }
    };
}
pub(super) use with_statistics;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // (1 + 5)/2 = 3, and both are 2 away from it; the second feature is constant.
        let samples = [SVector::from([1.0, 0.1]), SVector::from([5.0, 0.1])];
        let expected = (SVector::from([3.0, 0.1]), SVector::from([2.0, 1.0]));
        assert_eq!(statistics(samples.into_iter()), Ok(expected));
    }

    #[test]
    fn a_constant_that_rounds_is_constant() {
        let (mean, deviation) = statistics([SVector::from([0.1]); 10].into_iter()).unwrap();
        assert_eq!((mean[0], deviation[0]), (0.1, 1.0));
    }

    #[test]
    fn bad_data_is_an_error() {
        let none: [SVector<f32, 1>; 0] = [];
        assert_eq!(statistics(none.into_iter()), Err(StandardizeError::Empty));
        let nan = [SVector::from([0.0, 0.0]), SVector::from([0.0, f32::NAN])];
        assert_eq!(
            statistics(nan.into_iter()),
            Err(StandardizeError::NotFinite { sample: 1, feature: 1 })
        );
        let large = [SVector::from([1e300]), SVector::from([-1e300])];
        assert_eq!(statistics(large.into_iter()), Err(StandardizeError::Overflow { feature: 0 }));
        let large = [SVector::from([f32::MAX]), SVector::from([-f32::MAX])];
        assert_eq!(statistics(large.into_iter()).unwrap().1[0], f32::MAX);
    }
}
