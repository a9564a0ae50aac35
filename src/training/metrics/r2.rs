//! How much of the variation of numbers a network explains.

use crate::{Forward, Scalar, losses::Elements, sum::Sum, training::Dataset};
use alloc::vec::Vec;
use nalgebra::SVector;

/// Outputs that are numbers, or arrays of such, and targets with a number for each.
#[diagnostic::on_unimplemented(
    message = "`r2` does not compare the output `{Self}` with targets of type `{Target}`",
    label = "neither numbers nor an array of such, with as many numbers",
    note = "for class indices (`usize`) there is `accuracy(&net, &data)`"
)]
pub trait Measured<Target> {
    /// Calls `f` with each output and its target, in their order.
    fn measured(&self, target: &Target, f: &mut impl FnMut(f64, f64));
}

impl<T: Scalar, Target: Elements<T, N>, const N: usize> Measured<Target> for SVector<T, N> {
    fn measured(&self, target: &Target, f: &mut impl FnMut(f64, f64)) {
        self.iter().zip(target.elements()).for_each(|(y, t)| f(y.to_f64(), t.to_f64()));
    }
}

impl<V: Measured<Target>, Target, const L: usize> Measured<[Target; L]> for [V; L] {
    fn measured(&self, target: &[Target; L], f: &mut impl FnMut(f64, f64)) {
        self.iter().zip(target).for_each(|(y, target)| y.measured(target, f));
    }
}

/// R², the coefficient of determination:
///
/// ```text
/// R² = 1 − Σ (y − t)² / Σ (t − t̄)²
/// ```
///
/// 1 for a network without an error, 0 for one that always gives the mean t̄ of the targets, and below 0 for a worse
/// one. Of several outputs, the mean of theirs. An output whose targets are all equal has 1 if it is right each time
/// and else 0. NaN of a single sample, or if an output is. Its error is a few units in the last place of 1, also where the
/// targets lie 10⁶ deviations from 0.
///
/// scikit-learn: `r2_score`.
///
/// ```
/// use constnet::{prelude::*, training::metrics::r2};
///
/// let inputs = [[1.0_f32], [2.0], [3.0]].map(SVector::from);
/// let data = Dataset::new(&inputs, &[1.0_f32, 2.0, 4.0])?;
/// // Errors of 0, 0 and 1, and targets that are −4/3, −1/3 and 5/3 from their mean.
/// assert!((r2(&Identity, &data) - (1.0 - 1.0 / (42.0 / 9.0))).abs() < 1e-15);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
#[doc(alias = "coefficient of determination")]
pub fn r2<X, N, Target>(net: &N, data: &Dataset<'_, X, Target>) -> f64
where
    N: Forward<X, Output: Measured<Target>> + ?Sized,
{
    // Of each output: the sums of its targets and of the squares of its errors.
    let mut sums: Vec<[Sum<f64>; 2]> = Vec::new();
    let (mut targets, samples) = (Vec::new(), data.len());
    for (x, target) in data.inputs().iter().zip(data.targets()) {
        let mut output = 0;
        net.forward(x).measured(target, &mut |y, t| {
            if output == sums.len() {
                sums.push([Sum::new(); 2]);
            }
            if let Some([all, errors]) = sums.get_mut(output) {
                all.add(t);
                errors.add((y - t) * (y - t));
            }
            targets.push(t);
            output += 1;
        });
    }
    if samples < 2 {
        return f64::NAN;
    }
    let outputs = sums.len();
    let of_one = |(output, [all, errors]): (usize, &[Sum<f64>; 2])| {
        let mean = all.total() / samples as f64;
        let mut variation = Sum::new();
        let own = || targets.iter().skip(output).step_by(outputs);
        own().for_each(|t| variation.add((t - mean) * (t - mean)));
        // The mean of equal targets may be rounded.
        let constant = own().all(|t| Some(t) == targets.get(output));
        match errors.total() {
            errors if !constant => 1.0 - errors / variation.total(),
            errors if errors > 0.0 => 0.0,
            // Or NaN.
            errors => 1.0 - errors,
        }
    };
    sums.iter().enumerate().map(of_one).sum::<f64>() / outputs as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Identity;

    #[test]
    fn equal_targets_are_explained_or_not() {
        let inputs = [[0.1, 1.0], [0.1, 2.0]].map(SVector::from);
        let of = |targets: [[f64; 2]; 2]| r2(&Identity, &Dataset::new(&inputs, &targets).unwrap());
        assert_eq!(of([[0.1, 1.0], [0.1, 2.0]]), 1.0);
        assert_eq!(of([[0.2, 1.0], [0.2, 2.0]]), 0.5);
        let one = Dataset::new(&inputs[..1], &[[0.1, 1.0]]).unwrap();
        assert!(r2(&Identity, &one).is_nan());
        let net = crate::Dense::new([[f64::NAN, 0.0]], [0.0]);
        assert!(r2(&net, &Dataset::new(&inputs, &[1.0, 1.0]).unwrap()).is_nan());
    }
}
