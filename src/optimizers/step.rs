//! What comes of a step: what it saw, or why it was not taken.

use crate::{parameters::TensorName, scalar::Printed};
use core::fmt;

/// What a step saw.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct StepReport {
    /// ‖g‖₂ over all trained parameters, after clipping by value and before clipping by norm; right to
    /// five units in the last place of the network's numbers, however many they are.
    pub gradient_norm: f64,
    /// max |g|
    pub largest_gradient: f64,
}

/// Why a step was not taken. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum StepError {
    /// The gradient of this tensor is NaN or infinite somewhere.
    Gradient(TensorName),
    /// This tensor was NaN or infinite somewhere before the step.
    NotFinite(TensorName),
    /// This tensor would become NaN or infinite somewhere.
    Parameter(TensorName),
    /// What the optimizer remembers of this tensor would become NaN or infinite somewhere.
    Memory(TensorName),
    /// A setting outside its range.
    Setting {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
}

impl fmt::Display for StepError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, what) = match self {
            Self::Gradient(path) => (path, "has a gradient that is"),
            Self::NotFinite(path) => (path, "was already"),
            Self::Parameter(path) => (path, "would become"),
            Self::Memory(path) => (path, "would give the optimizer a memory that is"),
            Self::Setting { name, found, expected } => {
                return write!(out, "{name} is {}, expected {expected}", Printed(*found));
            }
        };
        let layer = path.layer();
        write!(out, "`{path}` (layer `{layer}`) {what} not finite; the step was not taken")
    }
}

impl core::error::Error for StepError {}
