//! The numbers of ONNX's backend tests, as the scripts in `reference` write them, and how near to them a layer is.

use constnet::Value;
use std::collections::BTreeSet;

/// The numbers behind a key of a test, in a file with a section for each; none where the test does not have the key.
pub fn numbers(file: &str, name: &str, key: &str) -> Vec<f32> {
    let (_, section) =
        file.split_once(&format!("[test_{name}]\n")).unwrap_or_else(|| panic!("no case {name}"));
    let section = section.split("\n[").next().unwrap();
    let line = section.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' '));
    line.into_iter().flat_map(str::split_whitespace).map(|word| word.parse().unwrap()).collect()
}

/// The same, as a value of that many numbers.
pub fn value<X: Value<Number = f32>>(file: &str, name: &str, key: &str) -> X {
    let numbers = numbers(file, name, key);
    assert_eq!(numbers.len(), X::LEN, "{name}: {key}");
    let (mut value, mut numbers) = (X::zeros(), numbers.into_iter());
    value.for_each_mut(|number| *number = numbers.next().unwrap());
    value
}

/// Within 4 units in the last place of the largest number.
#[track_caller]
pub fn compare<Y: Value<Number = f32>>(name: &str, mut found: Y, expected: Y) {
    let (mut off, mut largest) = (0.0_f32, 0.0_f32);
    expected.for_each(|y| largest = largest.max(y.abs()));
    found.zip_same(&expected, |found, expected| *found -= expected);
    found.for_each(|difference| off = off.max(difference.abs()));
    assert!(off <= 4.0 * f32::EPSILON * largest, "{name}: off by {off:e} of {largest}");
}

/// The tests that a table calls applied.
pub fn applied(table: &str) -> BTreeSet<&str> {
    let lines = table.lines().filter(|line| line.ends_with("| applied |"));
    lines.filter_map(|line| line.split('|').nth(1)?.trim().strip_prefix("test_")).collect()
}
