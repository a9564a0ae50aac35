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
//! From the beginning, with the formulas set: [`learn::losses`](crate::learn::losses).
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3, equation 6.30;
//! label smoothing: Szegedy et al. (2016), arXiv:1512.00567, section 7.

use crate::{
    Loss, Scalar,
    losses::{Classes, LossError, mean::Mean, samples},
};
use nalgebra::SMatrix;

/// Cross-entropy between a target and the softmax of logits, mean over the samples.
///
/// [Formula, gradient and source](self)
///
/// Targets are class indices (`usize`) or distributions (`SVector<T, N>` or `[T; N]`, from 0 to 1,
/// sum 1).
/// With [label smoothing](Self::smoothing) ε the target is (1 − ε)·t + ε/N.
///
/// PyTorch: `nn.CrossEntropyLoss(label_smoothing=ε)`.
///
/// # Shapes
/// z: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of z.
///
/// −∞ is a class that cannot be: +∞ if it is the target, else it does not count. NaN, and +∞ on the
/// target, give NaN; +∞ on another class gives +∞.
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
}

impl<T: Scalar, const N: usize, const B: usize, Target: Classes<T, N>>
    Loss<SMatrix<T, N, B>, Target> for SoftmaxCrossEntropy
{
    type Value = T;
    const LOGITS: bool = true;

    fn gradient(
        &self,
        z: &SMatrix<T, N, B>,
        targets: &[Target],
    ) -> Result<(T, SMatrix<T, N, B>), LossError> {
        let (keep, spread) = (T::from_f64(1.0 - self.smoothing), T::from_f64(self.smoothing));
        let (uniform, half) = (spread / T::from_usize(N), T::from_f64(0.5));
        let n = T::from_usize(samples(targets, B)?);
        let mut mean = Mean::new(const { Mean::<T>::scale(B) });
        let mut dz = crate::zeros::<T, N, B>();
        let columns = dz.data.0.iter_mut().zip(&z.data.0).zip(targets);
        for (sample, ((dz, z), target)) in columns.enumerate() {
            target.check(sample)?;
            let (top, max) = argmax(z);
            // Σ exp(z − m) = 1 + rest. Kept apart, the 1 of the largest logit hides nothing when
            // the others are nearly 0: neither in ln(1 + rest) nor in p − t.
            let mut rest = Sum::new();
            for (class, (dz, &z)) in dz.iter_mut().zip(z).enumerate() {
                *dz = (z - max).exp();
                if class != top {
                    rest.add(*dz);
                }
            }
            let rest = rest.value;
            let (sum, ln_sum) = (T::one() + rest, rest.ln_1p());
            // −Σ t·ln p = ln(1 + rest)·Σ t + Σ t·(m − z), and Σ t = 1.
            mean.add(ln_sum, T::one());
            let classes = dz.iter_mut().zip(z).zip(target.probabilities());
            for (class, ((dz, &z), t)) in classes.enumerate() {
                let t = keep * t + uniform;
                // A term with t = 0 is 0, however small p is.
                if t != T::zero() {
                    // Halves, because m − z may overflow where t·(m − z) does not.
                    mean.add(half * max - half * z, t + t);
                }
                // p − t with p = 1/sum for the largest: (1 − t·(1 + rest)) / sum.
                let p_t =
                    if class == top { ((T::one() - t) - t * rest) / sum } else { *dz / sum - t };
                *dz = p_t / n;
            }
        }
        Ok((mean.of(n), dz))
    }
}

/// A sum of small numbers that does not lose them one by one: what rounding took is added to the
/// next. Of 10,000 terms in `f32` the plain sum keeps four digits.
///
/// Source: Kahan, *Further Remarks on Reducing Truncation Errors* (1965).
struct Sum<T> {
    value: T,
    lost: T,
}

impl<T: Scalar> Sum<T> {
    fn new() -> Self {
        Self { value: T::zero(), lost: T::zero() }
    }

    #[inline(always)]
    fn add(&mut self, term: T) {
        let term = term + self.lost;
        let value = self.value + term;
        self.lost = term - (value - self.value);
        self.value = value;
    }
}

/// The first of the largest numbers, and where it stands. A NaN later than the first number is
/// passed over: it counts among the others.
fn argmax<T: Scalar>(z: &[T]) -> (usize, T) {
    let mut top = (0, z.first().copied().unwrap_or(T::zero()));
    for (class, &z) in z.iter().enumerate() {
        if z > top.1 {
            top = (class, z);
        }
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // z = (ln 3, 0): p = (3/4, 1/4). Class 1: −ln 1/4 = ln 4, and p − t.
        let z = SVector::<f64, 2>::from([3f64.ln(), 0.0]);
        let (loss, dz) = SoftmaxCrossEntropy::new().gradient(&z, &[1]).unwrap();
        assert!((loss - 4f64.ln()).abs() < 1e-15);
        assert!((dz - SVector::from([0.75, -0.75])).amax() < 1e-15);
        // ε = 0.2: t = (0.1, 0.9).
        let (loss, dz) = SoftmaxCrossEntropy::smoothing(0.2).gradient(&z, &[1]).unwrap();
        assert!((loss - (0.1 * (4f64 / 3.0).ln() + 0.9 * 4f64.ln())).abs() < 1e-15);
        assert!((dz - SVector::from([0.65, -0.65])).amax() < 1e-15);
    }
}
