//! The gradient of a loss.

use super::{Report, slopes::Slopes};
use crate::{Loss, Value, losses::LossError};

/// Compares the gradient of a loss with differences, in f64: of the first columns of y, as many as there are
/// targets. Y is a batch, or an array or a tuple of batches; numbers are counted in their order.
///
/// # Errors
/// Those of the loss.
pub fn check_loss<E, Y, Target>(loss: &E, y: &Y, targets: &[Target]) -> Result<Report, LossError>
where
    Y: Value<Number = f64>,
    E: Loss<Y, Target, Value = f64>,
{
    let (value, dy, mut report) = loss_pass(loss, y, targets)?;
    for i in 0..Y::LEN {
        let mut result = Ok(());
        let slopes = Slopes::measure(number(y, i), &mut |to| {
            let moved = with(y, i, to);
            loss.gradient_of_first(&moved, targets).map_or_else(
                |error| {
                    result = Err(error);
                    f64::NAN
                },
                |(moved, _)| moved - value,
            )
        });
        result?;
        report.input.add(None, i, number(&dy, i), slopes, value.abs());
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
pub fn exact_loss<E, Y, Target, DualTarget>(
    loss: &E,
    y: &Y,
    targets: &[Target],
    dual_targets: &[DualTarget],
) -> Result<Report, LossError>
where
    Y: Value<Number = f64>,
    E: Loss<Y, Target, Value = f64>
        + Loss<Y::Of<crate::dual::Dual64>, DualTarget, Value = crate::dual::Dual64>,
{
    use crate::dual::Dual64;

    let (_, dy, mut report) = loss_pass(loss, y, targets)?;
    let mut largest = 0.0;
    dy.for_each(|dy| largest = f64::max(largest, dy.abs()));
    for i in 0..Y::LEN {
        let mut moved = y.map(Dual64::from_re);
        let mut at = 0;
        moved.for_each_mut(|y| {
            y.eps = if at == i { 1.0 } else { 0.0 };
            at += 1;
        });
        let (value, _) = loss.gradient_of_first(&moved, dual_targets)?;
        report.input.add_exact(None, i, number(&dy, i), value.eps, largest);
    }
    Ok(report)
}

fn loss_pass<E, Y, Target>(
    loss: &E,
    y: &Y,
    targets: &[Target],
) -> Result<(f64, Y, Report), LossError>
where
    E: Loss<Y, Target, Value = f64>,
{
    let (value, dy) = loss.gradient_of_first(y, targets)?;
    // A partial batch has no `value`.
    let same = targets.len() < E::COLUMNS || loss.value(y, targets)?.to_bits() == value.to_bits();
    let laws = if same { 0.0 } else { f64::INFINITY };
    let (input, parameters) = Default::default();
    Ok((value, dy, Report { input, parameters, laws }))
}

/// The number i of a value.
fn number(value: &impl Value<Number = f64>, i: usize) -> f64 {
    let (mut at, mut found) = (0, f64::NAN);
    value.for_each(|number| {
        if at == i {
            found = number;
        }
        at += 1;
    });
    found
}

/// The value with another number i.
fn with<V: Value<Number = f64>>(value: &V, i: usize, to: f64) -> V {
    let (mut at, mut moved) = (0, *value);
    moved.for_each_mut(|number| {
        if at == i {
            *number = to;
        }
        at += 1;
    });
    moved
}
