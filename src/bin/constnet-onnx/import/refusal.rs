//! Why a file was not imported.

use super::text::Printable;
use std::fmt;

/// What was found and what was expected, and where. The words may hold names from the file as they are;
/// they are made [`Printable`] when they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub place: String,
    pub found: String,
    pub expected: String,
}

impl Refusal {
    pub fn new(
        place: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self { place: place.into(), found: found.into(), expected: expected.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [place, found, expected] =
            [&self.place, &self.found, &self.expected].map(|text| Printable(text));
        write!(out, "{place}: found {found}, expected {expected}")
    }
}

impl std::error::Error for Refusal {}
