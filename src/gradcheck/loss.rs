//! The gradient of a loss.

use super::{Report, slopes::Slopes};
use crate::{Loss, losses::LossError};
use nalgebra::SMatrix;

/// Compares the gradient of a loss with differences, in f64.
///
/// # Errors
/// Those of the loss.
pub fn check_loss<E, Target, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
) -> Result<Report, LossError>
where
    E: Loss<SMatrix<f64, N, B>, Target, Value = f64>,
{
    let (value, dy, mut report) = loss_pass(loss, y, targets)?;
    let mut moved = *y;
    for i in 0..N * B {
        let at = y.as_slice()[i];
        let mut result = Ok(());
        let slopes = Slopes::measure(at, |to| {
            moved.as_mut_slice()[i] = to;
            loss.value(&moved, targets).map_or_else(
                |error| {
                    result = Err(error);
                    f64::NAN
                },
                |moved| moved - value,
            )
        });
        result?;
        moved.as_mut_slice()[i] = at;
        let slopes = slopes.map(|slopes| slopes.of_size(value.abs()));
        report.input.add(None, i, dy.as_slice()[i], slopes);
    }
    Ok(report)
}

/// Compares the gradient of a loss in f64 with exact derivatives by dual numbers. Needs the feature
/// `dual`.
///
/// `dual_targets` are the targets again, as the loss takes them for dual numbers.
///
/// # Errors
/// Those of the loss.
#[cfg(feature = "dual")]
pub fn exact_loss<E, Target, DualTarget, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
    dual_targets: &[DualTarget],
) -> Result<Report, LossError>
where
    E: Loss<SMatrix<f64, N, B>, Target, Value = f64>
        + Loss<SMatrix<crate::dual::Dual64, N, B>, DualTarget, Value = crate::dual::Dual64>,
{
    let (_, dy, mut report) = loss_pass(loss, y, targets)?;
    let mut moved = y.map(crate::dual::Dual64::from_re);
    for i in 0..N * B {
        moved.as_mut_slice()[i].eps = 1.0;
        let slope = loss.value(&moved, dual_targets)?.eps;
        moved.as_mut_slice()[i].eps = 0.0;
        report.input.add_exact(None, i, dy.as_slice()[i], slope, dy.amax());
    }
    Ok(report)
}

fn loss_pass<E, Target, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
) -> Result<(f64, SMatrix<f64, N, B>, Report), LossError>
where
    E: Loss<SMatrix<f64, N, B>, Target, Value = f64>,
{
    let (value, dy) = loss.gradient(y, targets)?;
    let alone = loss.value(y, targets)?;
    let laws = if alone.to_bits() == value.to_bits() { 0.0 } else { f64::INFINITY };
    let (input, parameters) = Default::default();
    Ok((value, dy, Report { input, parameters, laws }))
}
