//! What a loss of several heads is made of: for each, its value and the weights that it is a mean over.

use crate::{Scalar, losses::LossError};

/// Targets of a part of the output, in the order of the samples, each with the product of the weights around it.
#[doc(hidden)]
pub trait Targets<'t, Target: 't>: Iterator<Item = (&'t Target, f64)> + Clone {}
impl<'t, Target: 't, I: Iterator<Item = (&'t Target, f64)> + Clone> Targets<'t, Target> for I {}

/// One head's part of a loss.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Part<T> {
    /// How many targets of weight 1 there are, which are counted, because that is exact and free.
    ones: usize,
    /// The sum of all other weights.
    others: f64,
    /// Whether the value is a mean, and not a sum.
    mean: bool,
    /// The loss of these targets.
    value: T,
    /// What they add to the loss of more.
    loss: f64,
}

/// How a mean over some targets becomes a part of one over more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    /// What weights are multiplied by: a power of two after which no sum of them is large.
    pub(super) scale: f64,
    /// The sum of the weights, scaled.
    pub(super) divisor: f64,
    /// How much of all weights these are.
    pub(super) factor: f64,
}

impl<T: Scalar> Part<T> {
    #[inline(always)]
    pub(super) fn weigh(&mut self, mean: bool, weight: f64) {
        self.mean = mean;
        if weight == 1.0 {
            self.ones += 1;
        } else {
            self.others += weight;
        }
    }

    /// All that it is, as words: what ranks exchange.
    #[cfg(feature = "alloc")]
    pub(crate) fn words(&self) -> [u64; 5] {
        let [others, value, loss] = [self.others, self.value.to_f64(), self.loss].map(f64::to_bits);
        [self.ones as u64, others, u64::from(self.mean), value, loss]
    }

    /// What these words say.
    #[cfg(feature = "alloc")]
    pub(crate) fn of_words([ones, others, mean, value, loss]: [u64; 5]) -> Self {
        let [others, value, loss] = [others, value, loss].map(f64::from_bits);
        Self { ones: ones as usize, others, mean: mean != 0, value: T::from_f64(value), loss }
    }

    fn weights(&self) -> f64 {
        self.ones as f64 + self.others
    }

    /// The share of these targets in all those of `whole`.
    #[inline(always)]
    pub(super) fn share(&self, whole: &Self) -> Result<Share, LossError> {
        if !whole.mean {
            return Ok(Share { scale: 1.0, divisor: 1.0, factor: 1.0 });
        }
        let (own, all) = (self.weights(), whole.weights());
        if !(all > 0.0 && all.is_finite()) {
            return Err(LossError::Weights { found: all });
        }
        if own == 0.0 {
            return Ok(Share { scale: 1.0, divisor: 1.0, factor: 0.0 });
        }
        let scale = if self.others == 0.0 { 1.0 } else { reciprocal_of_its_power(own) };
        Ok(Share { scale, divisor: own * scale, factor: own / all })
    }

    /// Adds the value that these targets have at one place of the output.
    #[inline(always)]
    pub(super) fn add(&mut self, value: T, share: Share) {
        self.value += value;
        self.loss += value.to_f64() * share.factor;
    }

    /// The same weights, and no loss yet.
    pub(super) fn without_loss(&self) -> Self {
        Self { value: T::zero(), loss: 0.0, ..*self }
    }

    /// Adds the loss of another, times a number.
    pub(super) fn add_scaled(&mut self, other: &Self, factor: f64) {
        self.value += other.value * T::from_f64(factor);
        self.loss += other.loss * factor;
    }
}

/// 2⁻ᵉ of a number from 2ᵉ to below 2ᵉ⁺¹.
fn reciprocal_of_its_power(number: f64) -> f64 {
    const BIAS: u64 = 1023;
    let exponent = (number.to_bits() >> 52).clamp(1, 2 * BIAS - 1);
    f64::from_bits((2 * BIAS - exponent) << 52)
}

/// One part, or several.
#[doc(hidden)]
pub trait Parts<T>: Copy + Send + Sync {
    /// Of no targets.
    fn none() -> Self;

    /// Calls `f` with each part.
    fn each(&self, f: &mut impl FnMut(&Part<T>));

    /// Calls `f` with each part, to be changed, and the one of another.
    fn zip(&mut self, other: &Self, f: &mut impl FnMut(&mut Part<T>, &Part<T>));
}

impl<T: Scalar> Parts<T> for Part<T> {
    #[inline(always)]
    fn none() -> Self {
        Self { ones: 0, others: 0.0, mean: false, value: T::zero(), loss: 0.0 }
    }
    #[inline(always)]
    fn each(&self, f: &mut impl FnMut(&Self)) {
        f(self);
    }
    #[inline(always)]
    fn zip(&mut self, other: &Self, f: &mut impl FnMut(&mut Self, &Self)) {
        f(self, other);
    }
}

/// The loss of the targets alone.
#[inline(always)]
pub(super) fn value<T: Scalar>(parts: &impl Parts<T>) -> T {
    let mut sum = T::zero();
    parts.each(&mut |part| sum += part.value);
    sum
}

/// What the targets add to the loss of the whole that the terms were told of.
#[inline(always)]
pub(crate) fn loss<T: Scalar>(parts: &impl Parts<T>) -> f64 {
    let mut sum = 0.0;
    parts.each(&mut |part| sum += part.loss);
    sum
}

/// The sum of the losses of two sets of targets in one whole, and of their weights.
#[cfg(feature = "alloc")]
pub(crate) fn join<T: Scalar, P: Parts<T>>(mut parts: P, others: &P) -> P {
    parts.zip(others, &mut |part, other| {
        part.ones += other.ones;
        part.others += other.others;
        part.mean |= other.mean;
        part.loss += other.loss;
    });
    parts
}

/// What the loss of a step, of which these are the parts, adds to that of `all` targets.
#[cfg(feature = "alloc")]
pub(crate) fn loss_of_more<T: Scalar, P: Parts<T>>(mut parts: P, all: &P) -> f64 {
    let mut sum = 0.0;
    parts.zip(all, &mut |part, all| {
        let share = if all.mean { part.weights() / all.weights() } else { 1.0 };
        sum += part.loss * share;
    });
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_scaled_to_less_than_two_in_all() {
        for (weight, scaled) in [(1.5, 1.5), (6.0, 1.5), (0.375, 1.5), (3e300, 0.0), (3e-320, 0.0)]
        {
            let found = weight * reciprocal_of_its_power(weight);
            assert!(found == scaled || scaled == 0.0 && found < 4.0, "{weight} {found}");
        }
    }
}
