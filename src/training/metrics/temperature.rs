//! Temperature scaling: how sure a classifier should be.

use super::outputs;
use crate::{Forward, Scalar, sum::Sum, training::Dataset};
use nalgebra::SVector;

/// The largest temperature that is looked for, and the reciprocal of the smallest.
const EXTREME: f64 = 1e3;

/// The temperature T for which softmax(z/T) has the lowest cross-entropy, where z are the logits that a network
/// gives on data that it was not trained on; it repairs what a [`Calibration`](super::Calibration) shows to be wrong.
/// Above 1 the network was too sure, below 1 too modest. Dividing by it changes no answer.
///
/// `None` if there is no best one from 1/1000 to 1000: a network that is always right cannot be sure enough, and one
/// that is wrong too often should not be sure of anything. `None`, too, if a logit is not finite.
///
/// ```text
/// dL/dβ = Σ (Σₖ pₖ·zₖ − z of the class),   p = softmax(β·z),   β = 1/T
/// ```
///
/// It grows with β, so its zero is found by halving.
///
/// Source: Guo, Pleiss, Sun, Weinberger (2017), *On calibration of modern neural networks*, arXiv:1706.04599,
/// section 4.2.
///
/// ```
/// use constnet::{prelude::*, training::metrics::temperature};
///
/// // Right in three cases of four, where softmax says e⁴/(e⁴ + 1) = 98 %.
/// let inputs = [SVector::from([4.0_f64, 0.0]); 4];
/// let data = Dataset::classes(&inputs, &[0, 0, 0, 1], 2)?;
/// let t = temperature(&Identity, &data).unwrap_or(1.0);
/// assert!((Softmax.forward(&(inputs[0] / t))[0] - 0.75).abs() < 1e-12);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
#[doc(alias = "temperature scaling")]
pub fn temperature<X, T, N, const C: usize>(net: &N, data: &Dataset<'_, X, usize>) -> Option<f64>
where
    T: Scalar,
    N: Forward<X, Output = SVector<T, C>> + ?Sized,
{
    let logits = outputs(net, data.inputs());
    if logits.iter().flatten().any(|z| !z.is_finite()) {
        return None;
    }
    let slope = |beta: f64| {
        let mut slope = Sum::new();
        for (z, &class) in logits.iter().zip(data.targets()) {
            let largest = z.iter().fold(f64::NEG_INFINITY, |largest, z| largest.max(z.to_f64()));
            let (mut weights, mut mean) = (0.0, 0.0);
            for z in z {
                let below = z.to_f64() - largest;
                let weight = Scalar::exp(beta * below);
                weights += weight;
                mean += weight * below;
            }
            let own = z.get(class).map_or(0.0, |z| z.to_f64() - largest);
            slope.add(mean / weights - own);
        }
        slope.total()
    };
    // In powers, because a temperature is a factor.
    let (mut low, mut high) = (1.0 / EXTREME, EXTREME);
    if !(slope(low) < 0.0 && slope(high) > 0.0) {
        return None;
    }
    loop {
        let middle = Scalar::sqrt(low * high);
        if middle <= low || middle >= high {
            return Some(1.0 / middle);
        }
        if slope(middle) < 0.0 { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Identity;

    #[test]
    fn there_is_none_where_no_temperature_is_the_best() {
        let inputs = [[3.0_f32, 0.0], [0.0, 1.0]].map(SVector::from);
        let of = |classes| temperature(&Identity, &Dataset::classes(&inputs, classes, 2).unwrap());
        assert_eq!((of(&[0, 1]), of(&[1, 0])), (None, None));
        let nan = crate::Dense::new([[f32::NAN, 0.0], [0.0, 1.0]], [0.0; 2]);
        assert_eq!(temperature(&nan, &Dataset::classes(&inputs, &[0, 0], 2).unwrap()), None);
    }
}
