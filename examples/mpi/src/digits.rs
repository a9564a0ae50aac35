//! The digits: 1,797 images of 8×8 pixels, of which a rank reads its lines alone.

use constnet::{nalgebra::SVector, prelude::*};
use std::{
    error::Error,
    fs::File,
    io::{BufRead, BufReader},
    ops::Range,
};

network!(
    pub Reader: 64 => (Standardize<64>, Dense<64, 96>, Relu, Dropout<Ratio<1, 5>>, Dense<96, 10>) => 10
);

pub type Image = SVector<f32, 64>;

/// Lines to learn from, and those behind them for the test.
pub const LEARNED: usize = 1440;
pub const TESTED: Range<usize> = LEARNED..1797;

/// A network before training. Pixels go from 0 to 16, and learning is easiest around 0.
pub fn reader(seed: u64) -> Reader {
    let mut net = Reader::init_with(&init::He::NORMAL, &mut random::generator(seed));
    net.0 = Standardize::new([8.0; 64], [8.0; 64]);
    net
}

/// Some of the lines, from 0.
pub fn read(lines: Range<usize>) -> Result<(Vec<Image>, Vec<usize>), Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/digits.csv");
    let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let (mut images, mut digits) = (Vec::new(), Vec::new());
    for (number, line) in
        (1..).zip(BufReader::new(file).lines()).skip(lines.start).take(lines.len())
    {
        let numbers: Result<Vec<f32>, _> = line?.split(',').map(str::parse).collect();
        match numbers.as_deref() {
            Ok([pixels @ .., digit]) if pixels.len() == 64 => {
                images.push(Image::from_column_slice(pixels));
                digits.push(*digit as usize);
            }
            _ => return Err(format!("{path}:{number}: expected 64 pixels and a digit").into()),
        }
    }
    Ok((images, digits))
}
