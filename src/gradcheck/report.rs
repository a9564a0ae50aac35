//! What a gradient check found.

use super::slopes::Slopes;
use crate::{parameters::TensorName, scalar::Printed};
use core::fmt;

/// What a gradient check found. It prints as a sentence for the message of an `assert!`, which begins with "ok" or
/// "wrong".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// dx, the gradient by the input.
    pub input: Comparison,
    /// The gradient by all trained parameters.
    pub parameters: Comparison,
    /// How far the laws of [`Backward`](crate::Backward) are missed, in proportion to each slope, but for
    /// what rounding does beside the largest: a pass gives the same whatever it is asked for, and gradients
    /// add. For `exact` also: duals have the value that f64 has. For a loss: `gradient` has the bits of
    /// `value`.
    pub laws: f64,
}

impl Report {
    /// The largest error of all: of the input's gradient, of the parameters' and of the laws. Infinite if
    /// anything is NaN.
    ///
    /// Slopes that are [undecided](Self::undecided) are no errors, so that a check of a network with
    /// slopes of any size passes if it should. But where there are such and *none* is decided it is
    /// infinite: nothing was checked then.
    pub fn worst(&self) -> f64 {
        if self.undecided() > 0 && self.input.decided + self.parameters.decided == 0 {
            return f64::INFINITY;
        }
        worse(worse(self.input.error(), self.parameters.error()), self.laws)
    }

    /// Whether everything that was checked is right: [`worst`](Self::worst) is below 10⁻⁶, which a right gradient
    /// stays far below and a wrong one seldom reaches.
    pub fn ok(&self) -> bool {
        self.worst() < 1e-6
    }

    /// How many slopes are neither right nor wrong, because they are no larger than the noise of the
    /// differences. Other points, or smaller numbers beside them, may decide them.
    pub fn undecided(&self) -> usize {
        self.input.undecided + self.parameters.undecided
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.ok() { "ok: " } else { "wrong: " })?;
        write!(out, "input: {}; parameters: {}", self.input, self.parameters)?;
        write!(out, "; laws missed by {:.1e}", self.laws)
    }
}

/// A gradient beside the derivative that was measured, and where they differ most: in proportion, each
/// number beside its own slope, so that none hides behind a larger one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparison {
    /// By how much they differ there, beyond the noise.
    pub distance: f64,
    /// How large the slope is there: the larger of what `backward` says and what was measured.
    pub scale: f64,
    /// Where it is: the tensor, if it is a parameter.
    pub parameter: Option<TensorName>,
    /// Where in the tensor or the input; numbers are stored column by column.
    pub index: usize,
    /// What `backward` says there.
    pub backward: f64,
    /// What was measured there; at a kink, the nearer side.
    pub measured: f64,
    /// How far the measurement may be off there, by rounding.
    pub noise: f64,
    /// How many slopes were found right or wrong.
    pub decided: usize,
    /// How many could not be: they agree only within noise, which is as large as they are.
    pub undecided: usize,
    first_undecided: Option<(Option<TensorName>, usize)>,
}

impl Comparison {
    /// The largest difference in proportion to its slope, among those that are decided; infinite if
    /// anything is NaN.
    pub fn error(&self) -> f64 {
        relative(self.distance, self.scale)
    }

    /// Takes a number's measurements into account: differences of sums, whose terms have sizes of this sum.
    ///
    /// Each step size is too long or too short for some function, so a slope is wrong if it differs from
    /// all of them by more than their noise, and by as much as from the nearest. It is right if it
    /// agrees with one whose noise is small beside it, and undecided if the noise is all that it agrees
    /// with.
    pub(super) fn add(
        &mut self,
        parameter: Option<TensorName>,
        index: usize,
        backward: f64,
        slopes: [Slopes; 2],
        size: f64,
    ) {
        let mut nearest = Self { measured: f64::NAN, ..*self };
        let mut right = false;
        for slopes in slopes {
            let (measured, noise) = (slopes.nearest(backward), size * slopes.noise);
            let distance = worse(0.0, (backward - measured).abs() - noise);
            let scale = slopes.scale(backward);
            right |= distance == 0.0 && noise <= scale * AUDIBLE;
            if relative(distance, scale) < nearest.error() || nearest.measured.is_nan() {
                nearest = Self { distance, scale, backward, measured, noise, ..nearest };
            }
        }
        self.note(right, Self { parameter, index, ..nearest });
    }

    /// Takes a number's exact slope into account. There is no difference that has noise; what remains is
    /// the rounding of sums beside the `largest` slope of all.
    #[cfg(feature = "dual")]
    pub(super) fn add_exact(
        &mut self,
        parameter: Option<TensorName>,
        index: usize,
        backward: f64,
        measured: f64,
        largest: f64,
    ) {
        let ((distance, scale), noise) = (beside(backward, measured, largest), 0.0);
        let here = Self { distance, scale, parameter, index, backward, measured, noise, ..*self };
        self.note(true, here);
    }

    fn note(&mut self, right: bool, here: Self) {
        if here.distance == 0.0 && !right {
            self.undecided += 1;
            self.first_undecided.get_or_insert((here.parameter, here.index));
            return;
        }
        if here.error() > self.error() {
            let Self { decided, undecided, first_undecided, .. } = *self;
            *self = Self { decided, undecided, first_undecided, ..here };
        }
        self.decided += 1;
    }
}

/// The noise that a slope stands out of, as a part of it.
const AUDIBLE: f64 = 0.125;

impl fmt::Display for Comparison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error {:.1e}", self.error())?;
        if self.distance > 0.0 {
            place(out, self.parameter, self.index)?;
            let (backward, measured) = (Printed(self.backward), Printed(self.measured));
            write!(out, ", where backward says {backward} and it is {measured}")?;
            if self.noise > 0.0 {
                write!(out, " ± {:.1e}", self.noise)?;
            }
        }
        if let Some((parameter, index)) = self.first_undecided {
            let all = self.decided + self.undecided;
            write!(out, "; {} of {all} slopes undecided, no larger than", self.undecided)?;
            write!(out, " the noise of their differences, the first")?;
            place(out, parameter, index)?;
        }
        Ok(())
    }
}

fn place(out: &mut fmt::Formatter<'_>, parameter: Option<TensorName>, index: usize) -> fmt::Result {
    match parameter {
        Some(path) => write!(out, " at `{path}`[{index}] of `{}`", path.layer()),
        None => write!(out, " at [{index}]"),
    }
}

/// The larger of two errors, where NaN is the worst of all.
pub(super) fn worse(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::INFINITY } else { a.max(b) }
}

pub(super) fn relative(distance: f64, scale: f64) -> f64 {
    if distance == 0.0 { 0.0 } else { worse(0.0, distance / scale) }
}

/// What rounding may do to a slope beside a larger one, through many layers.
const ROUNDING: f64 = 1.0 / (1u64 << 32) as f64;

/// How far a slope is from the right one, and beside what: the larger of two errors, in proportion to
/// the `largest` slope of all, and to its own beyond what rounding beside the largest explains.
pub(super) fn beside(found: f64, right: f64, largest: f64) -> (f64, f64) {
    let distance = worse(0.0, (found - right).abs());
    let own = (worse(0.0, distance - ROUNDING * largest), found.abs().max(right.abs()));
    let largest = (distance, largest.max(right.abs()));
    if relative(own.0, own.1) > relative(largest.0, largest.1) { own } else { largest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tiny_slope_fits_on_a_line() {
        let slopes = (1.5e-300, -1e-300);
        let found = Comparison {
            distance: 1.0,
            scale: 1.0,
            backward: slopes.0,
            measured: slopes.1,
            ..Default::default()
        };
        let text = std::format!("{found}");
        assert_eq!(text, "error 1.0e0 at [0], where backward says 1.5e-300 and it is -1e-300");
    }
}
