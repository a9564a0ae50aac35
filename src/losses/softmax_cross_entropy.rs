//! Softmax and cross-entropy in one, on logits: the loss of classifiers.
//!
//! ```text
//! p = softmax(z)      L = −Σ t·ln p, mean over the samples      dz = (p − t) / n
//! −ln p_c = m + ln Σ exp(z − m) − z_c,   m = max z
//! ```
//!
//! The fused form never takes the logarithm of a probability that has been rounded to 0, so it is
//! exact for all finite logits. The gradient p − t is largest exactly where the network is
//! confidently wrong.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3, equation 6.30;
//! label smoothing: Szegedy et al. (2016), arXiv:1512.00567, section 7.

use crate::{
    Loss, Scalar,
    losses::{LossError, samples},
};
use nalgebra::{SMatrix, SVector};

/// Cross-entropy between a target and the softmax of logits, mean over the samples.
///
/// Targets are class indices (`usize`) or distributions (`SVector<T, N>`, not negative, sum 1).
/// With [label smoothing](Self::smoothing) ε the target is (1 − ε)·t + ε/N.
///
/// PyTorch: `nn.CrossEntropyLoss(label_smoothing=ε)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Two classes with equal logits: ln 2, and the gradient p − t.
/// let z = SVector::<f64, 2>::from([3.0, 3.0]);
/// let (loss, dz) = SoftmaxCrossEntropy::new().gradient(&z, &[0])?;
/// assert!((loss - 2f64.ln()).abs() < 1e-15);
/// assert_eq!(dz, SVector::from([-0.5, 0.5]));
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "CrossEntropyLoss")]
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SoftmaxCrossEntropy {
    smoothing: f64,
}

impl SoftmaxCrossEntropy {
    /// Without label smoothing.
    pub const fn new() -> Self {
        Self { smoothing: 0.0 }
    }

    /// With label smoothing ε, clamped to 0 ..= 1 (NaN is 0).
    pub const fn smoothing(epsilon: f64) -> Self {
        Self { smoothing: if epsilon > 0.0 { epsilon.min(1.0) } else { 0.0 } }
    }

    /// The mean over the samples, given each sample's distribution before smoothing.
    fn evaluate<T: Scalar, const N: usize, const B: usize>(
        &self,
        z: &SMatrix<T, N, B>,
        n: usize,
        target: impl Fn(usize) -> Result<[T; N], LossError>,
    ) -> Result<(T, SMatrix<T, N, B>), LossError> {
        let (keep, spread) = (T::from_f64(1.0 - self.smoothing), T::from_f64(self.smoothing));
        let uniform = spread / T::from_usize(N);
        let samples = T::from_usize(n);
        let mut dz = crate::zeros::<T, N, B>();
        let mut total = T::zero();
        for sample in 0..n {
            let t = target(sample)?.map(|t| keep * t + uniform);
            let z = &z.data.0[sample];
            let max = z.iter().fold(z[0], |max, &z| if z > max || z != z { z } else { max });
            let dz = &mut dz.data.0[sample];
            let mut sum = T::zero();
            for (dz, &z) in dz.iter_mut().zip(z) {
                *dz = (z - max).exp();
                sum += *dz;
            }
            let ln_sum = sum.ln();
            for ((dz, &z), t) in dz.iter_mut().zip(z).zip(t) {
                // A term with t = 0 is 0, however small p is.
                if t != T::zero() {
                    total += t * (ln_sum - (z - max));
                }
                *dz = (*dz / sum - t) / samples;
            }
        }
        Ok((total / samples, dz))
    }
}

impl<T: Scalar, const N: usize, const B: usize> Loss<SMatrix<T, N, B>, usize>
    for SoftmaxCrossEntropy
{
    type Value = T;
    const LOGITS: bool = true;

    fn gradient(
        &self,
        y: &SMatrix<T, N, B>,
        targets: &[usize],
    ) -> Result<(T, SMatrix<T, N, B>), LossError> {
        self.evaluate(y, samples(targets, B)?, |sample| {
            let class = targets[sample];
            let mut t = [T::zero(); N];
            match t.get_mut(class) {
                Some(t) => *t = T::one(),
                None => return Err(LossError::Class { sample, found: class, classes: N }),
            }
            Ok(t)
        })
    }
}

impl<T: Scalar, const N: usize, const B: usize> Loss<SMatrix<T, N, B>, SVector<T, N>>
    for SoftmaxCrossEntropy
{
    type Value = T;
    const LOGITS: bool = true;

    fn gradient(
        &self,
        y: &SMatrix<T, N, B>,
        targets: &[SVector<T, N>],
    ) -> Result<(T, SMatrix<T, N, B>), LossError> {
        self.evaluate(y, samples(targets, B)?, |sample| {
            super::target::distribution(sample, &targets[sample].data.0[0])
        })
    }
}
