//! The library makes no matrix by nalgebra's iterators: at a low level of optimization their panic, "iterator not long
//! enough", stays in the program. `crate::zeros`, `Value::from_number` and arrays do the same without.

use super::{rust_files, text};

const MADE_BY_ITERATORS: [&str; 8] = [
    "::zeros(",
    "::from_element(",
    "::repeat(",
    "::from_fn(",
    "::from_iterator(",
    "::from_column_slice(",
    "::from_row_slice(",
    "::identity(",
];

/// The lines of a source that say so, in front of its tests.
fn found(source: &str) -> Vec<&str> {
    let library = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = library.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .filter(|line| {
            let mut at = line.match_indices("SMatrix").chain(line.match_indices("SVector"));
            at.any(|(at, _)| {
                // What stands in angle brackets is left out; a string has a quote in front.
                let mut name = &line[at + "SMatrix".len()..];
                if name.starts_with("::<") {
                    name = name.split_once('>').map_or("", |(_, rest)| rest);
                }
                let quoted = line[..at].matches('"').count() % 2 == 1;
                !quoted && MADE_BY_ITERATORS.iter().any(|made| name.starts_with(made))
            })
        })
        .collect()
}

#[test]
fn no_matrix_is_made_by_an_iterator() {
    for file in rust_files("src") {
        if !file.starts_with("src/bin/") && !file.ends_with("/tests.rs") {
            assert_eq!(found(&text(&file)), [""; 0], "{file}");
        }
    }
}

#[test]
fn a_planted_one_is_found() {
    assert_eq!(found("let y = SMatrix::zeros();").len(), 1);
    assert_eq!(found("let y = SVector::<f64, N>::zeros();").len(), 1);
    assert_eq!(found("note = \"`SMatrix::zeros()`\"\n// SMatrix::zeros()").len(), 0);
    assert_eq!(found("let y = <SMatrix<T, N, B> as Value>::zeros();").len(), 0);
    assert_eq!(found("#[cfg(test)]\nSMatrix::zeros()").len(), 0);
}
