//! Layer normalisation.
//!
//! ```text
//! in each column:   μ = mean x      σ² = mean (x − μ)² + ε      x̂ = (x − μ) / σ      ε = E
//! y = γ∘x̂ + β                             x, y: N × B,  γ, β: N
//! dγ = Σ dy∘x̂      dβ = Σ dy              over the columns
//! dx = (ĝ − x̂·mean (ĝ∘x̂)) / σ             g = γ∘dy,  ĝ = g − mean g
//! ```
//!
//! Each sample is brought to mean 0 and variance 1 over its features, then to a scale γ and an
//! offset β that are learned. Signals keep their size through many layers, whatever the batch:
//! unlike batch normalisation it is the same function in training and in inference. Cost: three to
//! four passes over a column, one square root and one division a column.
//!
//! Only what the features differ by counts, however large they are. So the mean is kept in two parts,
//! which together have twice the digits of `T`, and the variance is the mean of squared deviations
//! from it, divided by N as PyTorch's is. With u = 2⁻²⁴ in `f32` and 2⁻⁵³ in `f64`, x̂ errs by at most
//! 4u·(1 + |x̂|), a column's part of dγ by 6u·max |dy∘x̂|, and dx by 8u·max |ĝ|/σ: measured on columns
//! of 2 to 1,024 features, also where the mean of x and of g is 10⁶ times what the features differ
//! by. A column of equal numbers has x̂ = 0 exactly.
//!
//! Source: Ba, Kiros, Hinton (2016), arXiv:1607.06450, section 3, equations 3 and 4.

use super::centre::{Centre, sum};
use crate::{
    Backward, Columns, Constant, Forward, Init, Initializer, Ratio, Scalar, Stateless, Value,
    Weight, parameters,
    parameters::constant,
    values::{self, OfColumns},
};
use core::{fmt, marker::PhantomData};
use nalgebra::SVector;
use rand::Rng;

/// Every column brought to mean 0 and variance 1, then scaled and shifted.
///
/// [Formula, gradient and source](self)
///
/// E is what is added to the variance, so that a constant column does not divide by 0: 10⁻⁵, as in
/// PyTorch, or another [`Constant`](trait@crate::Constant), which must be above 0 in `T`. Keras has
/// 10⁻³: [`LayerNorm::epsilon`], or `LayerNorm<N, f32, Ratio<1, 1000>>` in a network's type.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN or ±∞ makes its column NaN. Numbers whose squares overflow (in `f32` beyond 10¹⁹) give β, and
/// NaN where their sum or a difference overflows too. PyTorch: `nn.LayerNorm(N, E)`, with the same names
/// `weight` and `bias`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = LayerNorm::<2>::default();
/// // Mean 5, deviation 3.
/// let y = layer.forward(&SVector::from([8.0, 2.0]));
/// assert!((y - SVector::from([1.0, -1.0])).amax() < 1e-5);
///
/// // With ε = 7 the variance 9 is 16.
/// let y = layer.epsilon::<Ratio<7>>().forward(&SVector::from([8.0, 2.0]));
/// assert_eq!(y, SVector::from([0.75, -0.75]));
/// ```
#[doc(alias = "layer normalization")]
#[derive(Clone, PartialEq)]
pub struct LayerNorm<const N: usize, T = f32, E = Ratio<1, 100_000>> {
    /// γ, the scale of each feature.
    pub weight: SVector<T, N>,
    /// β, the offset of each feature.
    pub bias: SVector<T, N>,
    epsilon: PhantomData<E>,
}

impl<const N: usize, W: Weight> LayerNorm<N, W> {
    /// A layer from its scale γ and its offset β.
    pub fn new(weight: [W; N], bias: [W; N]) -> Self {
        Self { weight: SVector::from(weight), bias: SVector::from(bias), epsilon: PhantomData }
    }
}

impl<const N: usize, W: Weight, E: Constant> LayerNorm<N, W, E> {
    /// The same numbers with another ε.
    pub fn epsilon<F: Constant>(self) -> LayerNorm<N, W, F> {
        LayerNorm { weight: self.weight, bias: self.bias, epsilon: PhantomData }
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
    centre: Centre<T>,
    inverse_deviation: T,
}

impl<T: Scalar> Moments<T> {
    #[inline]
    fn of<const N: usize>(x: &[T; N], epsilon: T) -> Self {
        let centre = Centre::of(x);
        let squares = sum(x, x, |x, _| {
            let centred = centre.from(x);
            centred * centred
        });
        let variance = squares * (T::one() / T::from_usize(N));
        let deviation = (variance + epsilon).sqrt();
        Self { centre, inverse_deviation: T::one() / deviation }
    }

    /// x̂
    #[inline(always)]
    fn normalized(&self, x: T) -> T {
        self.centre.from(x) * self.inverse_deviation
    }
}

impl<const N: usize, T: Scalar, E: Constant> LayerNorm<N, T, E> {
    #[inline]
    fn normalize(&self, x: &[T; N], y: &mut [T; N]) -> Moments<T> {
        const { constant::positive::<E, T>("LayerNorm", "epsilon") };
        let moments = Moments::of(x, T::from_f64(E::VALUE));
        // Arrays: an iterator of nalgebra's over a matrix makes no vectors.
        let ([weight], [bias]) = (&self.weight.data.0, &self.bias.data.0);
        for ((y, &x), (&weight, &bias)) in y.iter_mut().zip(x).zip(weight.iter().zip(bias)) {
            *y = weight * moments.normalized(x) + bias;
        }
        moments
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar, X: Columns<N, Number = T>, E: Constant> Forward<X>
    for LayerNorm<N, T, E>
{
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        let mut y = X::zeros();
        for (x, y) in x.columns().iter().zip(y.columns_mut()) {
            self.normalize(x, y);
        }
        y
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar, X: Columns<N, Number = T>, E: Constant> Backward<X>
    for LayerNorm<N, T, E>
{
    /// Where each column lies.
    type Cache = OfColumns<X, Moments<T>>;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, Self::Cache) {
        let mut y = X::zeros();
        let mut cache = Self::Cache::from_number(Moments {
            centre: Centre { mean: T::zero(), rest: T::zero() },
            inverse_deviation: T::zero(),
        });
        let columns = x.columns().iter().zip(y.columns_mut());
        for ((x, y), moments) in columns.zip(values::flat_mut(&mut cache).unwrap_or_default()) {
            *moments = self.normalize(x, y);
        }
        (y, cache)
    }

    #[inline]
    fn backward_input(&self, x: &X, _: &X, cache: &Self::Cache, dy: &X) -> X {
        let n = T::from_usize(N);
        let [weight] = &self.weight.data.0;
        let mut dx = X::zeros();
        let columns =
            x.columns().iter().zip(values::flat(cache).unwrap_or_default()).zip(dy.columns());
        for (((x, moments), dy), dx) in columns.zip(dx.columns_mut()) {
            // g, then ĝ, then dx, each in the place of the one before. Σ x̂ is 0 but for rounding,
            // which a large mean of g must not enlarge: so ĝ∘x̂ and not g∘x̂.
            for ((g, &dy), &weight) in dx.iter_mut().zip(dy).zip(weight) {
                *g = weight * dy;
            }
            let centre = Centre::of(dx);
            dx.iter_mut().for_each(|g| *g = centre.from(*g));
            let along = sum(dx, x, |g, x| g * moments.normalized(x)) / n;
            for (dx, &x) in dx.iter_mut().zip(x) {
                *dx = (*dx - moments.normalized(x) * along) * moments.inverse_deviation;
            }
        }
        dx
    }

    #[inline]
    fn backward_parameters(&self, x: &X, _: &X, cache: &Self::Cache, dy: &X, gradient: &mut Self) {
        let ([weight], [bias]) = (&mut gradient.weight.data.0, &mut gradient.bias.data.0);
        for ((x, moments), dy) in
            x.columns().iter().zip(values::flat(cache).unwrap_or_default()).zip(dy.columns())
        {
            for ((dweight, &x), &dy) in weight.iter_mut().zip(x).zip(dy) {
                *dweight += dy * moments.normalized(x);
            }
            for (dbias, &dy) in bias.iter_mut().zip(dy) {
                *dbias += dy;
            }
        }
    }
}

impl<const N: usize, W, E> Stateless for LayerNorm<N, W, E> {}

parameters! {
    [const N: usize, W: Weight, E: Constant] LayerNorm<N, W, E> as W {
        weight: vector,
        bias: vector,
        epsilon: setting = 1e-5,
    }
}

/// γ = 1 and β = 0, by whatever rule.
impl<const N: usize, T: Scalar, E: Constant> Init for LayerNorm<N, T, E> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.weight.fill(T::one());
        self.bias.fill(T::zero());
    }
}

impl<const N: usize, W: Weight, E: Constant> fmt::Debug for LayerNorm<N, W, E> {
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
        let moments = Moments::of(&x.data.0[0], 1e-5);
        let y = layer.forward(&x);
        assert!((y - SVector::from([3.0, -2.0])).amax() < 1e-5);

        // dy = (5, 0): dγ = (5·1, 0), dβ = (5, 0). Two numbers can only be 1 and −1: dx = 0.
        let mut gradient = LayerNorm::zeros();
        let cache = SVector::from([moments]);
        let dx = layer.backward(&x, &y, &cache, &SVector::from([5.0, 0.0]), &mut gradient);
        assert!((gradient.weight - SVector::from([5.0, 0.0])).amax() < 1e-5);
        assert_eq!(gradient.bias, SVector::from([5.0, 0.0]));
        assert!(dx.amax() < 1e-5);
    }
}
