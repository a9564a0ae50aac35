//! Why a descent failed.

use crate::{optimizers::StepError, scalar::Printed};
use core::{convert::Infallible, fmt};

/// Why a descent failed. The variables are where the last good step left them.
///
/// `E` is the error of the function that gives a network's gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum DescentError<E = Infallible> {
    /// A setting outside its range.
    Setting {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// A variable is NaN or infinite where the descent starts.
    Start {
        /// The number of the variable.
        variable: usize,
        /// Its value.
        found: f64,
    },
    /// The derivative by a variable is NaN or infinite.
    Derivative {
        /// The number of the variable.
        variable: usize,
        /// The steps taken before.
        steps: u64,
    },
    /// The next step would make a variable NaN or infinite.
    Point {
        /// The number of the variable.
        variable: usize,
        /// The steps taken before.
        steps: u64,
    },
    /// The next step of a network has a gradient or a result that is NaN or infinite.
    Step {
        /// Which tensor.
        error: StepError,
        /// The steps taken before.
        steps: u64,
    },
    /// The function that gives a network's gradient failed.
    Function {
        /// Its error.
        error: E,
        /// The steps taken before.
        steps: u64,
    },
}

impl<E: fmt::Display> fmt::Display for DescentError<E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { name, found, expected } => {
                write!(out, "{name} is {}, expected {expected}", Printed(*found))
            }
            Self::Start { variable, found } => {
                write!(out, "variable {variable} is {found} at the start, expected a finite number")
            }
            Self::Derivative { variable, steps } => write!(
                out,
                "after {steps} steps, the derivative by variable {variable} is not finite; \
                 the variables are where the last step left them"
            ),
            Self::Point { variable, steps } => write!(
                out,
                "after {steps} steps, the next one would leave variable {variable} not finite; \
                 the learning rate may be too large; the variables are where the last step left them"
            ),
            Self::Step { error, steps } => write!(out, "after {steps} steps: {error}"),
            Self::Function { error, steps } => write!(out, "after {steps} steps: {error}"),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for DescentError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Step { error, .. } => Some(error),
            Self::Function { error, .. } => Some(error),
            _ => None,
        }
    }
}
