//! Batch normalisation of a trained network, folded into the layer beside it, or as a layer of its own.
//!
//! ```text
//! s = γ / √(variance + ε)       t = β − s∘mean           the norm is x ↦ s∘x + t
//! after the layer:    s∘(W·x + b) + t = (S·W)·x + (s∘b + t)
//! before the layer:   W·(s∘x + t) + b = (W·S)·x + (W·t + b)         S = diag(s)
//! ```
//!
//! A convolution, of an image or of a sequence, has that for the channels at each place: it always takes in the norm
//! behind it, and the norm before it where it has no padding. Zeros around the image are there *after* the norm, and the
//! t in the bias would be added as if they had been through it. So are those before the first step, which a
//! [`Conv1d`] of more than one tap looks back on.
//!
//! In training, batch normalisation makes a sample's output depend on the rest of its batch, so there
//! is no such layer here; [`LayerNorm`](crate::LayerNorm) does without. In inference it is a scale and
//! an offset for each feature, with the running statistics, and a network trained elsewhere keeps its
//! function without the layer. What stands between the two layers must not be an activation.
//!
//! The bias is summed with twice the digits of `f64` and rounded once, so that folding itself loses
//! nothing. But *before* a layer, what the norm subtracts first is then subtracted last: terms of the size
//! of |w·s·mean| cancel in W·S·x against the bias. For x near its mean the output errs by about
//! u·Σ |w·s·mean|, u = 2⁻²⁴ in `f32`, so by |mean|/√variance times as much as the two layers would. At a
//! ratio of 30 that is 5 bits of 24; beyond, keep a [`Standardize`](crate::Standardize) before the layer:
//! its subtraction is exact there. *After* a layer, W·x has been rounded as it stands, whether one folds
//! or not.
//!
//! A norm that no layer can take in is an [`Affine`], s∘x + t, which for x near its mean errs as much as the norm
//! folded *before* a layer.
//!
//! Source: Ioffe, Szegedy (2015), *Batch normalization*, arXiv:1502.03167, algorithm 2, step 11.

mod weights;

use super::{Affine, Conv1d, Conv2d, Dense, WindowConv1d};
use crate::{Scalar, Window, window::Padding};
use core::fmt;
use weights::{Exact, Norm, Weights};

/// A batch normalisation as in inference, to be folded into a [`Dense`] or a convolution, or made an [`Affine`]: one
/// number for each of `N` features, which of an image or a sequence are its channels.
///
/// [Formula and source](self)
///
/// Numbers that would make a weight NaN or infinite are refused: [`FoldError`].
///
/// PyTorch: `nn.BatchNorm1d(N)` and `nn.BatchNorm2d(N)` in `eval` mode, whose names the comments give.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // s = 3/√4 = 1.5, t = 1 − 1.5·10 = −14.
/// let norm = BatchNorm { mean: [10.0], variance: [4.0], gamma: [3.0], beta: [1.0], epsilon: 0.0 };
///
/// // The norm stands after y = 2·x + 5: it gives 3·x + 1.5·5 − 14.
/// let mut layer = Dense::new([[2.0]], [5.0]);
/// layer.fold_batch_norm_after(&norm)?;
/// assert_eq!((layer.weight[0], layer.bias[0]), (3.0, -6.5));
///
/// // The norm stands before it: 2·(1.5·x − 14) + 5.
/// let mut layer = Dense::new([[2.0]], [5.0]);
/// layer.fold_batch_norm_before(&norm)?;
/// assert_eq!((layer.weight[0], layer.bias[0]), (3.0, -23.0));
/// # Ok::<(), FoldError>(())
/// ```
#[doc(alias = "BatchNorm1d")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchNorm<const N: usize, T = f32> {
    /// The mean over the training data: `running_mean`.
    pub mean: [T; N],
    /// The variance over the training data: `running_var`.
    pub variance: [T; N],
    /// γ, the scale: `weight`; 1 with `affine=False`.
    pub gamma: [T; N],
    /// β, the offset: `bias`; 0 with `affine=False`.
    pub beta: [T; N],
    /// ε: `eps`, 1e-5 by default there; Keras has 1e-3.
    pub epsilon: f64,
}

/// Why a batch normalisation was not folded.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FoldError {
    /// The variance plus ε is not a finite number above 0.
    Variance {
        /// The number of the feature.
        feature: usize,
    },
    /// The norm stands before a layer that sees zeros around its image or before the first step, which have not been
    /// through the norm.
    Padding,
    /// A weight or bias would be NaN or infinite.
    NotFinite {
        /// The output whose weight or bias it is.
        output: usize,
    },
}

impl fmt::Display for FoldError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variance { feature } => {
                write!(out, "the variance of feature {feature} plus ε is not finite and above 0")
            }
            Self::Padding => out.write_str(
                "the zeros that the layer sees beyond its input would get the norm's offset: make the norm an `Affine`",
            ),
            Self::NotFinite { output } => {
                write!(out, "weights or bias of output {output} would be NaN or infinite")
            }
        }
    }
}

sentence! { FoldError }

impl core::error::Error for FoldError {}

impl<const N: usize, T: Scalar> BatchNorm<N, T> {
    /// s of each feature, or the first feature without.
    fn scale(&self) -> Result<[f64; N], FoldError> {
        let mut s = [0.0; N];
        for feature in 0..N {
            let variance = self.variance[feature].to_f64() + self.epsilon;
            if !(variance.is_finite() && variance > 0.0) {
                return Err(FoldError::Variance { feature });
            }
            s[feature] = self.gamma[feature].to_f64() / Scalar::sqrt(variance);
        }
        Ok(s)
    }

    /// What folding into a layer does, which names the output that would not be finite.
    fn fold(&self, into: impl FnOnce(&Norm<'_, T>) -> Result<(), usize>) -> Result<(), FoldError> {
        let norm = Norm { s: &self.scale()?, mean: &self.mean, beta: &self.beta };
        into(&norm).map_err(|output| FoldError::NotFinite { output })
    }

    /// The norm as a layer of its own, s∘x + t, for where nothing can take it in: behind an activation or a pool,
    /// or before a layer with padding.
    ///
    /// t is summed with twice the digits of `f64` and rounded once, and s is rounded once.
    ///
    /// # Errors
    /// A variance plus ε that is not above 0, or a number that is not finite in `T`.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let norm = BatchNorm { mean: [10.0], variance: [4.0], gamma: [3.0], beta: [1.0], epsilon: 0.0 };
    /// assert!(norm.affine()? == Affine::new([1.5], [-14.0]));
    /// # Ok::<(), FoldError>(())
    /// ```
    pub fn affine(&self) -> Result<Affine<N, T>, FoldError> {
        let (s, mut layer) = (self.scale()?, Affine::default());
        for (feature, s) in s.into_iter().enumerate() {
            let mut offset = Exact::of(self.beta[feature].to_f64());
            offset.add_product(s, -self.mean[feature].to_f64());
            let numbers = (T::from_f64(s), T::from_f64(offset.total()));
            if !(numbers.0.is_finite() && numbers.1.is_finite()) {
                return Err(FoldError::NotFinite { output: feature });
            }
            (layer.weight[feature], layer.bias[feature]) = numbers;
        }
        Ok(layer)
    }
}

/// # Batch normalisation
/// Folding computes in `f64`, and the bias with twice its digits; each weight and bias is rounded once.
impl<const IN: usize, const OUT: usize, T: Scalar> Dense<IN, OUT, T> {
    /// Takes in the normalisation that follows this layer: W ← S·W, b ← s∘b + t. See [`BatchNorm`].
    ///
    /// # Errors
    /// A variance plus ε that is not above 0, or a result that is not finite in `T`. The layer is
    /// then what it was.
    pub fn fold_batch_norm_after(&mut self, norm: &BatchNorm<OUT, T>) -> Result<(), FoldError> {
        norm.fold(|norm| self.weights().fold_after(norm))
    }

    /// Takes in the normalisation that this layer follows: W ← W·S, b ← W·t + b. See [`BatchNorm`].
    ///
    /// # Errors
    /// As [`fold_batch_norm_after`](Self::fold_batch_norm_after).
    pub fn fold_batch_norm_before(&mut self, norm: &BatchNorm<IN, T>) -> Result<(), FoldError> {
        norm.fold(|norm| self.weights().fold_before(norm))
    }

    fn weights(&mut self) -> Weights<'_, T> {
        let (weight, bias) = (self.weight.as_mut_slice(), self.bias.as_mut_slice());
        Weights { weight, bias, per: IN, inputs: IN }
    }
}

/// # Batch normalisation
/// Folding computes in `f64`, and the bias with twice its digits; each weight and bias is rounded once.
impl<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
> Conv2d<IN, OUT, KH, KW, H, W, S, PER, T>
{
    /// Takes in the normalisation that follows this layer, whatever its window: W ← S·W, b ← s∘b + t. See
    /// [`BatchNorm`].
    ///
    /// # Errors
    /// A variance plus ε that is not above 0, or a result that is not finite in `T`. The layer is
    /// then what it was.
    pub fn fold_batch_norm_after(&mut self, norm: &BatchNorm<OUT, T>) -> Result<(), FoldError> {
        norm.fold(|norm| self.weights().fold_after(norm))
    }

    /// Takes in the normalisation that this layer follows, if the layer has no padding: W ← W·S, b ← Σ W·t + b. See
    /// [`BatchNorm`].
    ///
    /// # Errors
    /// A padding, where the zeros around the image would get the norm's offset too: then the norm is an
    /// [`Affine`]. And as [`fold_batch_norm_after`](Self::fold_batch_norm_after).
    pub fn fold_batch_norm_before(&mut self, norm: &BatchNorm<IN, T>) -> Result<(), FoldError> {
        if S::RULE.padding() != Padding::NONE {
            return Err(FoldError::Padding);
        }
        norm.fold(|norm| self.weights().fold_before(norm))
    }

    fn weights(&mut self) -> Weights<'_, T> {
        let weight = self.weight.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        Weights { weight, bias: self.bias.as_mut_slice(), per: PER, inputs: IN }
    }
}

/// # Batch normalisation
/// Folding computes in `f64`, and the bias with twice its digits; each weight and bias is rounded once.
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
> WindowConv1d<IN, OUT, K, L, S, PER, T>
{
    /// Takes in the normalisation that follows this layer, whatever its window: W ← S·W, b ← s∘b + t. See
    /// [`BatchNorm`].
    ///
    /// # Errors
    /// A variance plus ε that is not above 0, or a result that is not finite in `T`. The layer is
    /// then what it was.
    pub fn fold_batch_norm_after(&mut self, norm: &BatchNorm<OUT, T>) -> Result<(), FoldError> {
        norm.fold(|norm| self.weights().fold_after(norm))
    }

    /// Takes in the normalisation that this layer follows, if the layer has no padding: W ← W·S, b ← Σ W·t + b. See
    /// [`BatchNorm`].
    ///
    /// # Errors
    /// A padding, where the zeros around the sequence would get the norm's offset too: then the norm is an
    /// [`Affine`]. And as [`fold_batch_norm_after`](Self::fold_batch_norm_after).
    pub fn fold_batch_norm_before(&mut self, norm: &BatchNorm<IN, T>) -> Result<(), FoldError> {
        // A sequence has no rows to be padded.
        if !matches!(S::RULE.padding(), Padding::Sides { left: 0, right: 0, .. }) {
            return Err(FoldError::Padding);
        }
        norm.fold(|norm| self.weights().fold_before(norm))
    }

    fn weights(&mut self) -> Weights<'_, T> {
        let weight = self.weight.as_flattened_mut().as_flattened_mut();
        Weights { weight, bias: self.bias.as_mut_slice(), per: PER, inputs: IN }
    }
}

/// # Batch normalisation
/// Folding computes in `f64`, and the bias with twice its digits; each weight and bias is rounded once.
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
> Conv1d<IN, OUT, K, DILATION, PER, T>
{
    /// Takes in the normalisation that follows this layer: W ← S·W, b ← s∘b + t. See [`BatchNorm`].
    ///
    /// # Errors
    /// A variance plus ε that is not above 0, or a result that is not finite in `T`. The layer is
    /// then what it was.
    pub fn fold_batch_norm_after(&mut self, norm: &BatchNorm<OUT, T>) -> Result<(), FoldError> {
        norm.fold(|norm| self.weights().fold_after(norm))
    }

    /// Takes in the normalisation that this layer follows, if K is 1: W ← W·S, b ← W·t + b. See [`BatchNorm`].
    ///
    /// # Errors
    /// [`Padding`](FoldError::Padding) with more than one tap, which look back on zeros before the first step, and they
    /// would get the norm's offset too: then the norm is an [`Affine`]. And as
    /// [`fold_batch_norm_after`](Self::fold_batch_norm_after).
    pub fn fold_batch_norm_before(&mut self, norm: &BatchNorm<IN, T>) -> Result<(), FoldError> {
        if K != 1 {
            return Err(FoldError::Padding);
        }
        norm.fold(|norm| self.weights().fold_before(norm))
    }

    fn weights(&mut self) -> Weights<'_, T> {
        let weight = self.weight.as_flattened_mut().as_flattened_mut();
        Weights { weight, bias: self.bias.as_mut_slice(), per: PER, inputs: IN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Forward;
    use nalgebra::SVector;

    #[test]
    fn two_features_by_hand() {
        // s = (2/2, −6/3) = (1, −2); t = (1 − 1·3, 5 + 2·4) = (−2, 13).
        let norm = BatchNorm {
            mean: [3.0, 4.0],
            variance: [3.0, 8.0],
            gamma: [2.0, -6.0],
            beta: [1.0, 5.0],
            epsilon: 1.0,
        };
        let before = Dense::new([[1.0, 10.0], [100.0, 1000.0]], [7.0, 9.0]);
        let mut after = before.clone();
        after.fold_batch_norm_after(&norm).unwrap();
        assert!(after == Dense::new([[1.0, 10.0], [-200.0, -2000.0]], [5.0, -5.0]));
        let mut first = before.clone();
        first.fold_batch_norm_before(&norm).unwrap();
        // b + W·t = 7 − 2 + 130 and 9 − 200 + 13000.
        assert!(first == Dense::new([[1.0, -20.0], [100.0, -2000.0]], [135.0, 12809.0]));
        // The same function as the norm and then the layer, for x = (3, 4): the norm gives β.
        let x = SVector::from([3.0, 4.0]);
        assert_eq!(first.forward(&x), before.forward(&SVector::from([1.0, 5.0])));
    }

    #[test]
    fn after_an_error_the_layer_is_what_it_was() {
        let good = BatchNorm {
            mean: [0.0; 2],
            variance: [1.0; 2],
            gamma: [1.0; 2],
            beta: [0.0; 2],
            epsilon: 1e-5,
        };
        let layer = Dense::<2, 2>::new([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]);
        let mut copy = layer.clone();
        for (variance, feature) in
            [([1.0, -1.0], 1), ([f32::NAN, 1.0], 0), ([1.0, f32::INFINITY], 1)]
        {
            let bad = BatchNorm { variance, ..good };
            assert_eq!(copy.fold_batch_norm_after(&bad), Err(FoldError::Variance { feature }));
            assert_eq!(copy.fold_batch_norm_before(&bad), Err(FoldError::Variance { feature }));
        }
        let large = BatchNorm { gamma: [1.0, 2e38], ..good };
        let error = Err(FoldError::NotFinite { output: 1 });
        assert_eq!(copy.fold_batch_norm_after(&large), error);
        let error = Err(FoldError::NotFinite { output: 0 });
        assert_eq!(copy.fold_batch_norm_before(&large), error);
        assert!(copy == layer);
    }
}
