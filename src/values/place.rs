//! Where in a value something is.

use core::fmt;

/// How deep a place is told: outer arrays and tuples come first.
const DEPTH: usize = 3;

/// What tells the part of a tuple from the element of an array.
const PART: u32 = 1 << 31;

/// Where in a sample, or in its target: in which element of an array, in which part of a tuple. Nowhere in
/// particular, if it is that of a batch `SMatrix<T, N, B>`.
///
/// It reads as in Rust: `[3].1` is the part 1 of the element 3.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The outermost first; behind `depth` all are 0. Packed, because errors lie on the stack of a training
    /// step: an element by its number, a part with [`PART`].
    steps: [u32; DEPTH],
    depth: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// An element of an array.
    Element(u32),
    /// A part of a tuple.
    Part(u8),
}

impl Step {
    pub(crate) const fn element(number: usize) -> Self {
        Self::Element(number as u32)
    }
}

impl Place {
    /// The same place, seen from one step further out.
    pub(crate) fn within(self, step: Step) -> Self {
        // Not by `rotate_right`, whose assertion stays in a training step on targets of sequences.
        let [outer, inner, _] = self.steps;
        let outermost = match step {
            Step::Element(number) => number & !PART,
            Step::Part(number) => PART | number as u32,
        };
        Self { steps: [outermost, outer, inner], depth: (self.depth + 1).min(DEPTH as u8) }
    }

    /// The words that name it behind a sample's number: nothing, or `, [3].1`.
    pub(crate) fn behind(&self) -> impl fmt::Display + use<'_> {
        Behind(self)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().take(usize::from(self.depth)).try_for_each(|&step| match step & PART {
            0 => write!(out, "[{step}]"),
            _ => write!(out, ".{}", step & !PART),
        })
    }
}

struct Behind<'a>(&'a Place);

impl fmt::Display for Behind<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.depth {
            0 => Ok(()),
            _ => write!(out, ", at `{}`,", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[test]
    fn a_place_reads_as_in_rust() {
        let place = Place::default().within(Step::Part(1)).within(Step::element(3));
        assert_eq!(format!("{place}{}", place.behind()), "[3].1, at `[3].1`,");
        assert_eq!(format!("{}", Place::default().behind()), "");
        // Deeper than is told: the innermost are left out.
        let deep = (0..9).fold(Place::default(), |place, i| place.within(Step::element(i)));
        assert_eq!(format!("{deep}"), "[8][7][6]");
    }
}
