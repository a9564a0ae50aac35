//! The report, and the comparison of results that comes before it.

use crate::race::Time;
use std::fmt;

/// Rows of the report.
#[derive(Default)]
pub struct Table(String);

impl Table {
    /// constnet, the native C, and the C without FMA.
    pub fn row(&mut self, name: &str, [ours, native, no_fma]: [&Time; 3]) {
        self.0 += &format!("| {name} | {ours} | {native} | {no_fma} |");
        for c in [native, no_fma] {
            self.0 += &format!(" {:.2} | {:.2} |", ours.minimum() / c.minimum(), ours.over(c));
        }
        self.0 += "\n";
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "| | constnet | C, native, fast-math | C, AVX2, no FMA | to native C: minima | by round | to C without FMA: minima | by round |\n|---|---|---|---|---|---|---|---|"
        )?;
        out.write_str(&self.0)
    }
}

/// Panics unless `found` is `expected` up to 1e-5 of the largest number in it.
pub fn assert_close(what: &str, found: &[f32], expected: &[f32]) {
    let largest = expected.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
    assert_eq!(found.len(), expected.len());
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found - expected).abs();
        assert!(error <= 1e-5 * largest, "{what}: {found} where {expected} belongs, number {i}");
    }
}
