//! What is printed: Markdown.

use crate::measure::Times;
use std::fmt::Write;

/// One workload's times, a `None` for each contender that cannot do it.
pub struct Row {
    pub title: String,
    pub batch: usize,
    pub training: bool,
    pub times: Vec<Option<Times>>,
}

/// Rows of numbers, each with its ratio to the time of the first contender.
pub fn table(names: &[&str], rows: &[&Row], time: impl Fn(&Times) -> f64) -> String {
    let mut out = format!("| | {} |\n", names.join(" | "));
    writeln!(out, "|---|{}", "---:|".repeat(names.len())).expect("a string grows");
    for row in rows {
        let first = row.times[0].as_ref().map(&time);
        write!(out, "| {} |", row.title).expect("a string grows");
        for times in &row.times {
            let cell = match (times.as_ref().map(&time), first) {
                (Some(time), Some(first)) => cell(row, time, time / first),
                _ => "–".to_owned(),
            };
            write!(out, " {cell} |").expect("a string grows");
        }
        out.push('\n');
    }
    out
}

fn cell(row: &Row, time: f64, ratio: f64) -> String {
    let per_sample = time / row.batch as f64;
    // Thousands of samples a second.
    let number = if row.training { 1e6 / per_sample } else { per_sample };
    let digits = if number < 9.95 { 1 } else { 0 };
    let number = format!("{number:.digits$}");
    let digits = if ratio < 9.95 { 2 } else { 0 };
    format!("{number} ({ratio:.digits$}×)")
}
