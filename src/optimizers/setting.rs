//! Settings of optimizers, which are checked in every step: constructors take any number.

use super::StepError;
use crate::Scalar;

pub(super) const FROM_0: &str = "a number from 0 that is finite in the network's number type";
pub(super) const ABOVE_0: &str = "a number that is finite and above 0 in the network's number type";

/// A setting in the network's number type; it must lie in its range there too: 1e-50 is 0 in f32.
pub(super) fn rounded<T: Scalar>(
    name: &'static str,
    found: f64,
    expected: &'static str,
    accept: impl Fn(f64) -> bool,
) -> Result<T, StepError> {
    let value = T::from_f64(found);
    let inside = value.to_f64().is_finite() && accept(value.to_f64());
    setting(name, found, expected, inside && accept(found)).map(|()| value)
}

/// The part of an average that is kept in a step: in a type where it rounds to 1, nothing would ever be
/// forgotten.
pub(super) fn below_1<T: Scalar>(name: &'static str, found: f64) -> Result<T, StepError> {
    const BELOW_1: &str = "a number in [0, 1) that is below 1 in the network's number type too";
    rounded(name, found, BELOW_1, |value| (0.0..1.0).contains(&value))
}

/// A decay by the factor 1 − η·λ must leave something of a parameter, or no step remembers the last.
pub(super) fn keeps(rate: f64, decay: f64) -> Result<(), StepError> {
    const BELOW: &str = "a number from 0 whose product with the learning rate is below 1";
    setting("weight decay", decay, BELOW, rate * decay < 1.0)
}

/// A setting that must lie in a range.
pub(super) fn setting(
    name: &'static str,
    found: f64,
    expected: &'static str,
    accept: bool,
) -> Result<(), StepError> {
    if accept && found.is_finite() {
        Ok(())
    } else {
        Err(StepError::Setting { name, found, expected })
    }
}
