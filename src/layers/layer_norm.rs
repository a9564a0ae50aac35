//! Layer normalisation.
//!
//! ```text
//! in each column:   μ = mean x      σ² = mean (x − μ)² + ε      x̂ = (x − μ) / σ      ε = 10⁻⁵
//! y = γ∘x̂ + β                             x, y: N × B,  γ, β: N
//! dγ = Σ dy∘x̂      dβ = Σ dy              over the columns
//! dx = (g − mean g − x̂·mean (g∘x̂)) / σ    g = γ∘dy
//! ```
//!
//! Each sample is brought to mean 0 and variance 1 over its features, then to a scale γ and an
//! offset β that are learned. Signals keep their size through many layers, whatever the batch:
//! unlike batch normalisation it is the same function in training and in inference. Cost: three
//! passes over a column, one square root and one division a column.
//!
//! The variance is the mean of squared deviations, divided by N as PyTorch's is, in two passes: the
//! difference of mean square and squared mean would cancel when the mean is large.
//!
//! Source: Ba, Kiros, Hinton (2016), arXiv:1607.06450, section 3, equations 3 and 4.

use crate::{Backward, Forward, Init, Initializer, Scalar, Weight, parameters, zeros};
use core::fmt;
use nalgebra::{SMatrix, SVector};
use rand::Rng;

/// What is added to the variance, so that a constant column does not divide by 0.
const EPSILON: f64 = 1e-5;

/// Every column brought to mean 0 and variance 1, then scaled and shifted.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN or ±∞ makes its column NaN. Numbers whose squares overflow (in `f32` beyond 10¹⁹) give β,
/// as in PyTorch: `nn.LayerNorm(N)`, with the same names `weight` and `bias`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = LayerNorm::<2>::default();
/// // Mean 5, deviation 3.
/// let y = layer.forward(&SVector::from([8.0, 2.0]));
/// assert!((y - SVector::from([1.0, -1.0])).amax() < 1e-5);
/// ```
#[doc(alias = "layer normalization")]
#[derive(Clone, PartialEq)]
pub struct LayerNorm<const N: usize, T = f32> {
    /// γ, the scale of each feature.
    pub weight: SVector<T, N>,
    /// β, the offset of each feature.
    pub bias: SVector<T, N>,
}

impl<const N: usize, W: Weight> LayerNorm<N, W> {
    /// A layer from its scale γ and its offset β.
    pub fn new(weight: [W; N], bias: [W; N]) -> Self {
        Self { weight: SVector::from(weight), bias: SVector::from(bias) }
    }
}

/// γ = 1 and β = 0.
impl<const N: usize, T: Scalar> Default for LayerNorm<N, T> {
    fn default() -> Self {
        Self::new([T::one(); N], [T::zero(); N])
    }
}

/// Where a column lies: μ and 1/σ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments<T> {
    mean: T,
    inverse_deviation: T,
}

impl<T: Scalar> Moments<T> {
    #[inline]
    fn of<const N: usize>(x: &[T; N]) -> Self {
        let n = T::from_usize(N);
        let mut sum = T::zero();
        x.iter().for_each(|&x| sum += x);
        let mean = sum / n;
        let mut squares = T::zero();
        x.iter().for_each(|&x| squares += (x - mean) * (x - mean));
        let deviation = (squares / n + T::from_f64(EPSILON)).sqrt();
        Self { mean, inverse_deviation: T::one() / deviation }
    }

    /// x̂
    #[inline(always)]
    fn normalized(&self, x: T) -> T {
        (x - self.mean) * self.inverse_deviation
    }
}

impl<const N: usize, T: Scalar> LayerNorm<N, T> {
    #[inline]
    fn normalize(&self, x: &[T; N], y: &mut [T; N]) -> Moments<T> {
        let moments = Moments::of(x);
        let parameters = self.weight.iter().zip(&self.bias);
        for ((y, &x), (&weight, &bias)) in y.iter_mut().zip(x).zip(parameters) {
            *y = weight * moments.normalized(x) + bias;
        }
        moments
    }
}

impl<const N: usize, const B: usize, T: Scalar> Forward<SMatrix<T, N, B>> for LayerNorm<N, T> {
    type Output = SMatrix<T, N, B>;

    #[inline]
    fn forward(&self, x: &SMatrix<T, N, B>) -> Self::Output {
        let mut y: Self::Output = zeros();
        for (x, y) in x.data.0.iter().zip(&mut y.data.0) {
            self.normalize(x, y);
        }
        y
    }
}

impl<const N: usize, const B: usize, T: Scalar> Backward<SMatrix<T, N, B>> for LayerNorm<N, T> {
    /// Where each column lies.
    type Cache = [Moments<T>; B];

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, N, B>,
        _: &mut R,
    ) -> (Self::Output, Self::Cache) {
        let mut y: Self::Output = zeros();
        let mut cache = [Moments { mean: T::zero(), inverse_deviation: T::zero() }; B];
        for ((x, y), moments) in x.data.0.iter().zip(&mut y.data.0).zip(&mut cache) {
            *moments = self.normalize(x, y);
        }
        (y, cache)
    }

    #[inline]
    fn backward_input(
        &self,
        x: &SMatrix<T, N, B>,
        _: &Self::Output,
        cache: &Self::Cache,
        dy: &Self::Output,
    ) -> SMatrix<T, N, B> {
        let n = T::from_usize(N);
        let mut dx: SMatrix<T, N, B> = zeros();
        let columns = x.data.0.iter().zip(cache).zip(&dy.data.0).zip(&mut dx.data.0);
        for (((x, moments), dy), dx) in columns {
            let (mut sum, mut sum_normalized) = (T::zero(), T::zero());
            for ((&x, &dy), &weight) in x.iter().zip(dy).zip(&self.weight) {
                let g = weight * dy;
                sum += g;
                sum_normalized += g * moments.normalized(x);
            }
            let (mean, mean_normalized) = (sum / n, sum_normalized / n);
            for (((dx, &x), &dy), &weight) in dx.iter_mut().zip(x).zip(dy).zip(&self.weight) {
                let centred = weight * dy - mean - moments.normalized(x) * mean_normalized;
                *dx = centred * moments.inverse_deviation;
            }
        }
        dx
    }

    #[inline]
    fn backward_parameters(
        &self,
        x: &SMatrix<T, N, B>,
        _: &Self::Output,
        cache: &Self::Cache,
        dy: &Self::Output,
        gradient: &mut Self,
    ) {
        let Self { weight, bias } = gradient;
        for ((x, moments), dy) in x.data.0.iter().zip(cache).zip(&dy.data.0) {
            for ((dweight, &x), &dy) in weight.iter_mut().zip(x).zip(dy) {
                *dweight += dy * moments.normalized(x);
            }
            for (dbias, &dy) in bias.iter_mut().zip(dy) {
                *dbias += dy;
            }
        }
    }
}

parameters! {
    [const N: usize, W: Weight] LayerNorm<N, W> as W {
        weight: vector,
        bias: vector,
    }
}

/// γ = 1 and β = 0, by whatever rule.
impl<const N: usize, T: Scalar> Init for LayerNorm<N, T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.weight.fill(T::one());
        self.bias.fill(T::zero());
    }
}

impl<const N: usize, W: Weight> fmt::Debug for LayerNorm<N, W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parameters;

    #[test]
    fn two_numbers_by_hand() {
        // μ = 5, σ = 3 and x̂ = (1, −1), up to ε; y = (2·1 + 1, 3·(−1) + 1).
        let layer = LayerNorm::new([2.0, 3.0], [1.0, 1.0]);
        let x = SVector::from([8.0, 2.0]);
        let moments = Moments::of(&x.data.0[0]);
        let y = layer.forward(&x);
        assert!((y - SVector::from([3.0, -2.0])).amax() < 1e-5);

        // dy = (5, 0): dγ = (5·1, 0), dβ = (5, 0). Two numbers can only be 1 and −1: dx = 0.
        let mut gradient = LayerNorm::zeros();
        let dx = layer.backward(&x, &y, &[moments], &SVector::from([5.0, 0.0]), &mut gradient);
        assert!((gradient.weight - SVector::from([5.0, 0.0])).amax() < 1e-5);
        assert_eq!(gradient.bias, SVector::from([5.0, 0.0]));
        assert!(dx.amax() < 1e-5);
    }
}
