//! Predicts how a device lies, from rows of three accelerations:
//!
//!     predict tilt.safetensors < rows.csv
//!
//! It prints three probabilities a row: on its face, on its back, on an edge. The first row that is
//! wrong ends it with its number and what is wrong; a file that does not fit, before any row.

use constnet::{prelude::*, weights};
use std::{env, error::Error, io, process::ExitCode};

network!(pub Tilt: 3 => (Dense<3, 8>, Relu, Dense<8, 3>) => 3);

fn row(line: &str) -> Result<[f32; 3], String> {
    let numbers: Result<Vec<f32>, String> = line
        .split(',')
        .map(|field| match field.trim().parse() {
            Ok(number) if f32::is_finite(number) => Ok(number),
            _ => Err(format!("`{}` is not a finite number", field.trim())),
        })
        .collect();
    let numbers = numbers?;
    numbers.try_into().map_err(|numbers: Vec<f32>| format!("{} columns, expected 3", numbers.len()))
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(file) = env::args_os().nth(1) else {
        return Err("usage: predict FILE.safetensors < ROWS.csv".into());
    };
    let mut net = Tilt::zeros();
    weights::load(&mut net, &file)?;
    for (i, line) in io::stdin().lines().enumerate() {
        let x = row(&line?).map_err(|error| format!("row {}: {error}", i + 1))?;
        let p = Softmax.forward(&net.forward(&SVector::from(x)));
        println!("{:.4},{:.4},{:.4}", p[0], p[1], p[2]);
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("predict: {error}");
            ExitCode::FAILURE
        }
    }
}
