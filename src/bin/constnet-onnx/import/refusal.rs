//! Why a file was not imported.

use super::text::Printable;
use std::fmt;

/// The most characters of each part that are shown: a file may hold a name of any length, and any number
/// of names.
const LONGEST: usize = 800;

/// What was found and what was expected, and where. The words may hold names from the file as they are;
/// they are made [`Printable`] when they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub place: String,
    pub found: String,
    pub expected: String,
    /// What the user can do, if there is something near.
    pub advice: String,
    /// Where the graph can perhaps be cut, the nearest place first.
    pub cuts: Box<[Cut]>,
    /// Whether the file asks for more than its length allows: then nothing else is tried, which would take as long.
    pub is_limit: bool,
}

impl Refusal {
    pub fn new(
        place: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        let (place, found, expected) = (place.into(), found.into(), expected.into());
        Self {
            place,
            found,
            expected,
            advice: String::new(),
            cuts: Box::default(),
            is_limit: false,
        }
    }

    /// The same, with what the user can do, unless something is said already.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        if self.advice.is_empty() {
            self.advice = advice.into();
        }
        self
    }

    /// The same, with places where the graph can perhaps be cut, unless something is said already.
    #[must_use]
    pub fn cut(mut self, cuts: impl IntoIterator<Item = Cut>) -> Self {
        if self.advice.is_empty() && self.cuts.is_empty() {
            self.cuts = cuts.into_iter().collect();
        }
        self
    }
}

/// A value at which a graph can perhaps be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub name: String,
    pub is_output: bool,
    /// What there is to say of the network.
    pub note: String,
}

impl Cut {
    /// The network before a value.
    pub fn output(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_output: true, note: String::new() }
    }

    /// The network behind a value.
    pub fn input(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_output: false, note: String::new() }
    }

    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("", &self.place),
            (": found ", &self.found),
            (", expected ", &self.expected),
            ("; ", &self.advice),
        ];
        for (before, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
            let cut = part.char_indices().nth(LONGEST).map(|(end, _)| end);
            let shown = Printable(&part[..cut.unwrap_or(part.len())]);
            write!(out, "{before}{shown}{}", if cut.is_some() { "..." } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut() {
        let shown = Refusal::new("é".repeat(1 << 20), "é".repeat(LONGEST), "é").to_string();
        let expected = format!("{0}...: found {0}, expected é", "é".repeat(LONGEST));
        assert_eq!(shown, expected);
    }
}
