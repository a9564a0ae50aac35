//! The committed data, read into what `Dataset` takes. `README.md` beside this file says where the
//! numbers come from.

#![allow(dead_code, reason = "each example reads one of the files")]

use constnet::nalgebra::SVector;
use std::{error::Error, fmt, fs, path::Path, str::FromStr};

/// 1,797 images of 8×8 pixels from 0 to 16, row by row, and the digits that they show.
pub fn digits() -> Result<(Vec<SVector<f32, 64>>, Vec<usize>), FileError> {
    table("digits.csv", "a digit from 0 to 9", |digit: &usize| *digit < 10)
}

/// 392 cars: seven features, and how far they go on a gallon.
pub fn auto_mpg() -> Result<(Vec<SVector<f32, 7>>, Vec<f32>), FileError> {
    table("auto_mpg.csv", "miles per gallon above 0", |mpg: &f32| mpg.is_finite() && *mpg > 0.0)
}

/// 569 tumours: thirty measurements, and whether it is malignant.
pub fn breast_cancer() -> Result<(Vec<SVector<f32, 30>>, Vec<bool>), FileError> {
    let expected = "0 (malignant) or 1 (benign)";
    let (inputs, benign) = table("breast_cancer.csv", expected, |class: &u8| *class < 2)?;
    Ok((inputs, benign.iter().map(|&benign| benign == 0).collect()))
}

/// The sunspots of each month from January 1749 to December 2008.
pub fn sunspots() -> Result<Vec<f32>, FileError> {
    let of_year = |count: &f32| count.is_finite() && *count >= 0.0;
    let (inputs, december) = table::<12, f32>("sunspots.csv", "a count of at least 0", of_year)?;
    // The first number of a line is its year.
    let years = inputs.iter().zip(december);
    Ok(years
        .flat_map(|(year, december)| {
            year.iter().skip(1).copied().chain([december]).collect::<Vec<_>>()
        })
        .collect())
}

/// Lines of N numbers and a target, separated by commas.
fn table<const N: usize, Target: FromStr>(
    name: &str,
    target_is: &'static str,
    accept: impl Fn(&Target) -> bool,
) -> Result<(Vec<SVector<f32, N>>, Vec<Target>), FileError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name);
    let error = |line, what: String| FileError(format!("{}:{line}: {what}", path.display()));
    let text = fs::read_to_string(&path)
        .map_err(|source| FileError(format!("{}: {source}", path.display())))?;

    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [features @ .., target] = fields.as_slice() else {
            unreachable!("a split gives at least one part");
        };
        if features.len() != N {
            let found = features.len();
            return Err(error(
                number,
                format!("expected {N} features and a target, found {found} features"),
            ));
        }
        let mut x = SVector::<f32, N>::zeros();
        for (column, (x, text)) in (1..).zip(x.iter_mut().zip(features)) {
            *x = text.parse().ok().filter(|x: &f32| x.is_finite()).ok_or_else(|| {
                error(
                    number,
                    format!("expected a finite number in column {column}, found `{text}`"),
                )
            })?;
        }
        let target = target.parse().ok().filter(&accept).ok_or_else(|| {
            error(number, format!("expected {target_is} in the last column, found `{target}`"))
        })?;
        inputs.push(x);
        targets.push(target);
    }
    if inputs.is_empty() {
        return Err(FileError(format!(
            "{}: expected lines of numbers, found none",
            path.display()
        )));
    }
    Ok((inputs, targets))
}

/// A file that cannot be read: which, where in it, what was expected and what is there.
pub struct FileError(pub String);

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The message itself: `main` prints the error that it returns by `Debug`.
impl fmt::Debug for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Error for FileError {}
