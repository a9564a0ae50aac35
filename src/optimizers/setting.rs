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
