//! A number for each feature.

use super::{Refusal, budget::Budget};

/// Numbers of features; one number that stands for all is not repeated before a layer holds it.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    Same(f64),
    Each(Vec<f64>),
}

impl Row {
    /// The number of a feature.
    pub fn get(&self, feature: usize) -> f64 {
        match self {
            Self::Same(number) => *number,
            Self::Each(numbers) => numbers[feature],
        }
    }

    /// The numbers, each once that stands for all.
    pub fn numbers(&self) -> &[f64] {
        match self {
            Self::Same(number) => std::slice::from_ref(number),
            Self::Each(numbers) => numbers,
        }
    }

    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        match self {
            Self::Same(number) => Self::Same(f(number)),
            Self::Each(numbers) => Self::Each(numbers.into_iter().map(f).collect()),
        }
    }

    /// `f` of the numbers of each feature in both.
    pub fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::Same(a), Self::Same(b)) => Self::Same(f(*a, *b)),
            (Self::Each(row), _) => {
                Self::Each(row.iter().enumerate().map(|(i, &a)| f(a, other.get(i))).collect())
            }
            (_, Self::Each(row)) => {
                Self::Each(row.iter().enumerate().map(|(i, &b)| f(self.get(i), b)).collect())
            }
        }
    }

    /// A number for each of so many features, for a layer.
    pub fn repeated(
        self,
        features: usize,
        budget: &Budget,
        place: &str,
    ) -> Result<Vec<f64>, Refusal> {
        match self {
            Self::Same(number) => {
                budget.numbers(features, place)?;
                Ok(vec![number; features])
            }
            Self::Each(numbers) => Ok(numbers),
        }
    }
}
