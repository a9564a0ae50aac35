//! Metrics: what people read, where a [`Loss`](crate::Loss) is what gradients need.
//!
//! | of | |
//! |---|---|
//! | classes | [`accuracy`], [`top_k`]; precision, recall and F1, for a class and for all: [`ConfusionMatrix`] |
//! | yes or no | [`binary_accuracy`], [`roc_auc`]; precision, recall and F1: [`ConfusionMatrix::binary`] |
//! | numbers | [`r2`]; mean squared and mean absolute error: [`evaluate`](super::evaluate) with that loss |
//! | probabilities | [`Calibration`], [`temperature`] |
//!
//! Outputs and targets may be arrays, such as a class for each step of a sequence or each pixel: then every
//! element counts.

#[cfg(feature = "alloc")]
mod binary;
mod calibration;
#[cfg(feature = "alloc")]
mod classes;
mod confusion;
#[cfg(feature = "alloc")]
mod r2;
#[cfg(feature = "alloc")]
mod temperature;

#[cfg(feature = "alloc")]
pub use binary::{Answers, auc, binary_accuracy, roc_auc};
pub use calibration::{Bin, Calibration};
#[cfg(feature = "alloc")]
pub use classes::{Classified, accuracy, top_k};
pub use confusion::ConfusionMatrix;
#[cfg(feature = "alloc")]
pub use r2::{Measured, r2};
#[cfg(feature = "alloc")]
pub use temperature::temperature;

#[cfg(feature = "alloc")]
use crate::Forward;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// What a network gives for each sample, one after the other.
///
/// ```
/// use constnet::{prelude::*, training::metrics::outputs};
///
/// let net = Dense::new([[2.0_f32]], [1.0]);
/// assert_eq!(outputs(&net, &[[1.0], [2.0]].map(SVector::from)), [[3.0], [5.0]].map(SVector::from));
/// ```
#[cfg(feature = "alloc")]
pub fn outputs<'a, X: 'a, N: Forward<X> + ?Sized>(
    net: &N,
    inputs: impl IntoIterator<Item = &'a X>,
) -> Vec<N::Output> {
    inputs.into_iter().map(|x| net.forward(x)).collect()
}

/// The number of the largest value, the lowest of equals; NaN is never the largest.
///
/// Of an array, a vector, a slice, or whatever else gives its values one by one.
///
/// ```
/// use constnet::prelude::*;
///
/// let net = Dense::new([[1.0], [3.0], [-1.0]], [0.0; 3]);
/// assert_eq!(argmax(&net.predict([2.0])), 1);
/// assert_eq!(argmax(&net.forward(&SVector::from([-2.0]))), 2);
/// assert_eq!(argmax(&[1.0, 3.0, 3.0]), 1);
/// ```
pub fn argmax<'a, T: PartialOrd + 'a>(values: impl IntoIterator<Item = &'a T>) -> usize {
    let mut values = values.into_iter().enumerate();
    let Some((mut best, mut largest)) = values.next() else { return 0 };
    for (i, value) in values {
        // A value that does not compare with itself is a NaN in the lead.
        if *value > *largest
            || (largest.partial_cmp(largest).is_none() && value.partial_cmp(value).is_some())
        {
            (best, largest) = (i, value);
        }
    }
    best
}

/// What part of a whole it is, if there is one.
fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_is_never_the_largest() {
        assert_eq!(argmax(&[f32::NAN, 1.0, 2.0]), 2);
        assert_eq!(argmax(&[1.0, f32::NAN, 0.0]), 0);
    }
}
