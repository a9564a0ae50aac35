//! Numbers in messages.

use core::fmt;

/// A number as errors print it: with an exponent where its zeros would fill the line.
pub(crate) struct Printed(pub(crate) f64);

impl fmt::Display for Printed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number) = *self;
        let short = number == 0.0 || (1e-5..1e16).contains(&number.abs()) || !number.is_finite();
        if short { write!(out, "{number}") } else { write!(out, "{number:e}") }
    }
}
