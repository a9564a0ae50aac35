//! What a gradient check found.

use super::slopes::Slopes;
use crate::parameters::Path;
use core::fmt;

/// What a gradient check found. It prints as a sentence for the message of an `assert!`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// dx, the gradient by the input.
    pub input: Comparison,
    /// The gradient by all trained parameters.
    pub parameters: Comparison,
    /// How far the laws of [`Backward`](crate::Backward) are missed, relative to the gradients' scale: a pass
    /// gives the same whatever it is asked for, and gradients add. For `exact` also: duals
    /// have the value that f64 has. For a loss: `gradient` has the bits of `value`.
    pub laws: f64,
}

impl Report {
    /// The largest error of all; infinite if anything is NaN.
    pub fn worst(&self) -> f64 {
        worse(worse(self.input.error(), self.parameters.error()), self.laws)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "input: {}; parameters: {}", self.input, self.parameters)?;
        write!(out, "; laws missed by {:.1e}", self.laws)
    }
}

/// A gradient beside the derivative that was measured, and where they differ most.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparison {
    /// The largest absolute difference.
    pub distance: f64,
    /// The largest absolute value in the gradient or among the measured derivatives.
    pub scale: f64,
    /// Where the difference is largest: the tensor, if it is a parameter.
    pub parameter: Option<Path>,
    /// Where in the tensor or the input; numbers are stored column by column.
    pub index: usize,
    /// What `backward` says there.
    pub backward: f64,
    /// What was measured there; at a kink, the nearer side.
    pub measured: f64,
}

impl Comparison {
    /// The largest difference relative to the gradient's scale; infinite if anything is NaN.
    pub fn error(&self) -> f64 {
        relative(self.distance, self.scale)
    }

    /// Takes into account by how much a law is missed.
    pub(super) fn law(&mut self, found: f64, expected: f64) {
        self.scale = self.scale.max(expected.abs());
        self.distance = worse(self.distance, (found - expected).abs());
    }

    /// Takes a number's measurement into account: of several, the one that `backward` agrees with
    /// best, since each step size is too long or too short for some function.
    pub(super) fn add<const K: usize>(
        &mut self,
        parameter: Option<Path>,
        index: usize,
        backward: f64,
        slopes: [Slopes; K],
    ) {
        let (mut distance, mut measured) = (f64::INFINITY, f64::NAN);
        self.scale = self.scale.max(backward.abs());
        for slopes in slopes {
            let nearest = slopes.nearest(backward);
            let away = worse(0.0, (backward - nearest).abs() - slopes.rounding);
            if away < distance || measured.is_nan() {
                (distance, measured) = (away, nearest);
            }
        }
        self.scale = worse(self.scale, measured.abs());
        if distance > self.distance {
            *self = Self { distance, scale: self.scale, parameter, index, backward, measured };
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error {:.1e}", self.error())?;
        if self.distance > 0.0 {
            match self.parameter {
                Some(path) => write!(out, " at `{path}`[{}] of `{}`", self.index, path.layer())?,
                None => write!(out, " at [{}]", self.index)?,
            }
            write!(out, ", where backward says {} and it is {}", self.backward, self.measured)?;
        }
        Ok(())
    }
}

/// The larger of two errors, where NaN is the worst of all.
pub(super) fn worse(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::INFINITY } else { a.max(b) }
}

pub(super) fn relative(distance: f64, scale: f64) -> f64 {
    if distance == 0.0 { 0.0 } else { worse(0.0, distance / scale) }
}
