//! Why a file was not imported.

use std::fmt;

/// What was found and what was expected, and where.
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
        write!(out, "{}: found {}, expected {}", self.place, self.found, self.expected)
    }
}

impl std::error::Error for Refusal {}
