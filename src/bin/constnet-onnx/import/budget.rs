//! How much a file may ask for: memory and time in proportion to its length.
//!
//! A few bytes can name a wide input, one small tensor can stand for a long one, and many nodes can share
//! one tensor. So whatever is made of a file is counted before it is made:
//!
//! - **numbers**, which are memory: each one that is read from a tensor, or repeated because a tensor of one
//!   number stands for all features. Numbers are repeated only where a layer holds them. A file of n bytes
//!   may have n + 2²⁰ of them, and dimensions of tensors count as numbers. A number takes two bytes of a
//!   file at least, so files whose nodes share little stay below.
//! - **steps**, which are time: each number that is computed with when a scale or an offset goes into the
//!   layer beside it. A file may have 16 times as many of them.

use super::Refusal;
use std::cell::Cell;

/// What one file may have beyond its own length.
pub const SLACK: usize = 1 << 20;

/// Steps for each number.
const STEPS: usize = 16;

/// What is left.
pub struct Budget {
    limit: usize,
    numbers: Cell<usize>,
    steps: Cell<usize>,
}

impl Budget {
    /// Of a file of so many bytes.
    pub fn new(file: usize) -> Self {
        let limit = file.saturating_add(SLACK);
        Self { limit, numbers: Cell::new(limit), steps: Cell::new(limit.saturating_mul(STEPS)) }
    }

    /// Whether so many numbers could still be had.
    pub fn has(&self, numbers: usize) -> bool {
        numbers <= self.numbers.get()
    }

    /// Asks for memory for so many numbers.
    pub fn numbers(&self, count: usize, place: &str) -> Result<(), Refusal> {
        self.take(&self.numbers, count, 1, "numbers", place)
    }

    /// Asks for time to compute with so many numbers.
    pub fn steps(&self, count: usize, place: &str) -> Result<(), Refusal> {
        self.take(&self.steps, count, STEPS, "steps", place)
    }

    fn take(
        &self,
        left: &Cell<usize>,
        count: usize,
        factor: usize,
        what: &str,
        place: &str,
    ) -> Result<(), Refusal> {
        match left.get().checked_sub(count) {
            Some(rest) => {
                left.set(rest);
                Ok(())
            }
            None => {
                let most = self.limit.saturating_mul(factor);
                let found = format!("{count} {what} more, of which {} are left", left.get());
                let expected = format!(
                    "at most {most} in all of a file of this length: do many nodes share one tensor, or \
                     does a small one stand for many numbers?"
                );
                Err(Refusal { is_limit: true, ..Refusal::new(place, found, expected) })
            }
        }
    }

    /// How many numbers and steps there were.
    #[cfg(test)]
    pub fn spent(&self) -> [usize; 2] {
        [self.limit - self.numbers.get(), self.limit * STEPS - self.steps.get()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_is_not_counted() {
        let budget = Budget::new(10);
        assert!(budget.has(10 + SLACK) && !budget.has(11 + SLACK));
        budget.numbers(SLACK, "a").unwrap();
        assert_eq!(
            budget.numbers(11, "node `n`").unwrap_err().to_string(),
            "node `n`: found 11 numbers more, of which 10 are left, expected at most 1048586 in all of a \
             file of this length: do many nodes share one tensor, or does a small one stand for many \
             numbers?"
        );
        budget.numbers(10, "b").unwrap();
        budget.steps(16 * (SLACK + 10), "c").unwrap();
        assert!(budget.steps(1, "d").is_err());
        assert_eq!(budget.spent(), [SLACK + 10, 16 * (SLACK + 10)]);
    }
}
