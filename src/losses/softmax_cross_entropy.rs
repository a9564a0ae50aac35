//! Softmax and cross-entropy in one, on logits: the loss of classifiers.
//!
//! ```text
//! p = softmax(z)      L = −Σ t·ln p, mean over the samples      dz = (p·Σ t − t) / n,  Σ t = 1
//! −ln p_c = m + ln Σ exp(z − m) − z_c,   m = max z
//! ```
//!
//! The fused form never takes the logarithm of a probability that has been rounded to 0, so it is
//! exact for all finite logits. The gradient p − t is largest exactly where the network is
//! confidently wrong.
//!
//! From the beginning: [`learn::losses`](crate::learn::losses); the formula, set:
//! [`learn::formulas`](crate::learn::formulas).
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dz |
//! |---|---|---|
//! | `f32` | 2.2 | 2.8 |
//! | `f64` | 2.0 | 2.0 |
//!
//! Also where p is rounded to 1: for that class p − 1 is minus the sum of the others. Where t is neither 0
//! nor 1, the units of dz are those of the larger of p and t. Besides, z − m is rounded, and half a unit in its last
//! place is |z − m| / 2 of them in its exponential.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3, equation 6.30;
//! label smoothing: Szegedy et al. (2016), arXiv:1512.00567, section 7.

use crate::{
    Scalar,
    kernels::{self, Instructions},
    losses::{Classes, LossError, LossKind, SampleLoss, mean::Mean, part::Targets, sample},
    scalar::{Exp, Ln1p},
    sum::{self, Sum},
};
use nalgebra::{SMatrix, SVector};

/// Cross-entropy between a target and the softmax of logits, mean over the samples.
///
/// [Formula, gradient and source](self)
///
/// Targets are class indices (`usize`) or distributions (`SVector<T, N>` or `[T; N]`, from 0 to 1,
/// sum 1).
///
/// PyTorch: `nn.CrossEntropyLoss()`.
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
/// let (loss, dz) = SoftmaxCrossEntropy.gradient(&z, &[0])?;
/// assert!((loss - 2f64.ln()).abs() < 1e-15);
/// assert_eq!(dz, SVector::from([-0.5, 0.5]));
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "CrossEntropyLoss")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SoftmaxCrossEntropy;

impl SoftmaxCrossEntropy {
    /// The loss with label smoothing ε, from 0 to 1.
    pub const fn smoothing(self, epsilon: f64) -> SmoothedCrossEntropy {
        SmoothedCrossEntropy { epsilon }
    }
}

/// [`SoftmaxCrossEntropy`] with label smoothing ε, from
/// [`SoftmaxCrossEntropy.smoothing(ε)`](SoftmaxCrossEntropy::smoothing): the target is
/// (1 − ε)·t + ε/N.
///
/// A network is never asked to be certain, so its logits need not grow without end. An ε outside
/// 0 to 1 is an error.
///
/// PyTorch: `nn.CrossEntropyLoss(label_smoothing=ε)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // p = (1/2, 1/2), and the target is (0.9, 0.1) instead of (1, 0).
/// let z = SVector::<f64, 2>::from([3.0, 3.0]);
/// let (_, dz) = SoftmaxCrossEntropy.smoothing(0.2).gradient(&z, &[0])?;
/// assert!((dz - SVector::from([-0.4, 0.4])).amax() < 1e-15);
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "label smoothing")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmoothedCrossEntropy {
    epsilon: f64,
}

impl LossKind for SoftmaxCrossEntropy {
    const LOGITS: bool = true;
    const NAME: &'static str = "SoftmaxCrossEntropy";
}

impl<T: Scalar, const N: usize, Target: Classes<T, N>> SampleLoss<T, N, Target>
    for SoftmaxCrossEntropy
{
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target.check()
    }

    fn sample(&self, z: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, z, target)
    }

    #[inline]
    fn batch<'t, const B: usize>(
        &self,
        z: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dz: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        Ok(smoothed(0.0, z, targets, divisor, dz))
    }
}

impl LossKind for SmoothedCrossEntropy {
    const LOGITS: bool = true;
    const NAME: &'static str = "SmoothedCrossEntropy";

    fn settings<T: Scalar>(&self) -> Result<(), LossError> {
        let found = self.epsilon;
        if (0.0..=1.0).contains(&found) {
            return Ok(());
        }
        let expected = "a number from 0 to 1";
        Err(LossError::Setting { name: "label smoothing", found, expected })
    }
}

impl<T: Scalar, const N: usize, Target: Classes<T, N>> SampleLoss<T, N, Target>
    for SmoothedCrossEntropy
{
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target.check()
    }

    fn sample(&self, z: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, z, target)
    }

    #[inline]
    fn batch<'t, const B: usize>(
        &self,
        z: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dz: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        Ok(smoothed(self.epsilon, z, targets, divisor, dz))
    }
}

/// Σ w·L / divisor and its dz, for targets smoothed by ε.
///
/// One loop for each function, over all samples: so exponentials, logarithms and divisions are
/// vectors.
fn smoothed<'t, T: Scalar, Target: Classes<T, N> + 't, const N: usize, const B: usize>(
    epsilon: f64,
    z: &SMatrix<T, N, B>,
    targets: impl Targets<'t, Target>,
    divisor: f64,
    dz: &mut SMatrix<T, N, B>,
) -> T {
    let n = targets.clone().count();
    let (keep, spread) = (T::from_f64(1.0 - epsilon), T::from_f64(epsilon));
    let (uniform, half) = (spread / T::from_usize(N), T::from_f64(0.5));
    let samples = T::from_f64(divisor);
    let z = &z.data.0;

    // The largest logit of each sample and where it stands, and z − m.
    let mut peaks = [(0, T::zero()); B];
    let mut shifted = crate::zeros::<T, N, B>();
    for ((shifted, z), peak) in shifted.data.0.iter_mut().zip(z).zip(&mut peaks).take(n) {
        *peak = argmax(z);
        shifted.iter_mut().zip(z).for_each(|(shifted, &z)| *shifted = z - peak.1);
    }
    let mut exponentials = kernels::activate(Instructions::UNKNOWN, &Exp, &shifted).data.0;

    // Σ exp(z − m) = 1 + rest. Kept apart, the 1 of the largest logit hides nothing when the others
    // are nearly 0: neither in ln(1 + rest) nor in p − t.
    for (e, &(top, _)) in exponentials.iter_mut().zip(&peaks) {
        if let Some(e) = e.get_mut(top) {
            *e = T::zero();
        }
    }
    let mut rests = crate::zeros::<T, 1, B>();
    for (rest, e) in rests.data.0.iter_mut().zip(&exponentials).take(n) {
        *rest = [sum::of_small(e)];
    }
    let logarithms = kernels::activate(Instructions::UNKNOWN, &Ln1p, &rests);

    let by_class = epsilon == 0.0 && targets.clone().all(|(target, _)| target.class().is_some());
    let additions = if by_class { 2 * B } else { (N + 1) * B };
    let mut mean = Mean::new(const { Mean::<T>::scale(B) }, additions);
    let sums = rests.data.0.iter().zip(&logarithms.data.0).zip(&peaks);
    let columns = dz.data.0.iter_mut().zip(&exponentials).zip(z);
    for ((((dz, e), z), ((&[rest], &[ln_sum]), &(top, max))), (target, weight)) in
        columns.zip(sums).zip(targets)
    {
        if weight == 0.0 {
            continue;
        }
        let weight = T::from_f64(weight);
        let share = weight / samples;
        // w·p/n = e·scale, and for the largest logit, where e was 1, scale.
        let scale = weight / ((T::one() + rest) * samples);
        // −Σ t·ln p = ln(1 + rest)·Σ t + Σ t·(m − z). Halves, because m − z may overflow where t·(m − z)
        // does not.
        let below = |z: T| half * max - half * z;
        if let (Some(class), true) = (target.class(), epsilon == 0.0) {
            let Some(&of_class) = z.get(class) else { continue };
            mean.add(ln_sum, weight);
            mean.add(below(of_class), weight + weight);
            dz.iter_mut().zip(e).for_each(|(dz, &e)| *dz = e * scale);
            if let Some(dz) = dz.get_mut(top) {
                *dz = scale;
            }
            // p − 1 with p = 1/(1 + rest) for the largest: −rest/(1 + rest).
            if let Some(dz) = dz.get_mut(class) {
                *dz = if class == top { (T::zero() - rest) * scale } else { *dz - share };
            }
            continue;
        }
        let mut t = [T::zero(); N];
        t.iter_mut().zip(target.probabilities()).for_each(|(t, p)| *t = p);
        // Σ t − 1, which rounding leaves of a distribution. It belongs to the loss −Σ t·ln p, and so to its
        // gradient p·Σ t − t.
        let excess = if target.class().is_some() { T::zero() } else { keep * beyond_1(&t) };
        let whole = T::one() + excess;
        t.iter_mut().for_each(|t| *t = keep * *t + uniform);
        mean.add(ln_sum, whole * weight);
        for (&z, &t) in z.iter().zip(&t) {
            // A term with t = 0 is 0, however small p is.
            if t != T::zero() {
                mean.add(below(z), (t + t) * weight);
            }
        }
        for ((dz, &e), &t) in dz.iter_mut().zip(e).zip(&t) {
            *dz = e * (whole * scale) - t * share;
        }
        // The same for the largest: (Σ t − t·(1 + rest)) / (1 + rest).
        if let (Some(dz), Some(&t)) = (dz.get_mut(top), t.get(top)) {
            *dz = ((T::one() - t + excess) - t * rest) * scale;
        }
    }
    mean.of(samples)
}

/// Σ t − 1
fn beyond_1<T: Scalar>(t: &[T]) -> T {
    let mut sum = Sum::<T>::new();
    sum.add(-T::one());
    t.iter().for_each(|&t| sum.add(t));
    sum.exact()
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
    use crate::Loss;

    #[test]
    fn two_numbers_by_hand() {
        // z = (ln 3, 0): p = (3/4, 1/4). Class 1: −ln 1/4 = ln 4, and p − t.
        let z = SVector::<f64, 2>::from([3f64.ln(), 0.0]);
        let (loss, dz) = SoftmaxCrossEntropy.gradient(&z, &[1]).unwrap();
        assert!((loss - 4f64.ln()).abs() < 1e-15);
        assert!((dz - SVector::from([0.75, -0.75])).amax() < 1e-15);
        // ε = 0.2: t = (0.1, 0.9).
        let (loss, dz) = SoftmaxCrossEntropy.smoothing(0.2).gradient(&z, &[1]).unwrap();
        assert!((loss - (0.1 * (4f64 / 3.0).ln() + 0.9 * 4f64.ln())).abs() < 1e-15);
        assert!((dz - SVector::from([0.65, -0.65])).amax() < 1e-15);
    }
}
