//! constnet beside other libraries, on the same numbers in one process, by one thread.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml
//! ```
//! `--quick` takes a tenth of the samples; `--only W2` takes the workloads whose title has that text;
//! `--export DIR` writes the workloads for other languages; `--serve` is the other half of
//! `python/peers.py`.

mod agreement;
mod contender;
mod files;
mod machine;
mod measure;
mod onnx;
mod peers;
mod serve;
mod table;
mod workload;

use contender::{Contender, Make};
use peers::{burn, c, candle, constnet, dfdx, nalgebra, ndarray, tract};
use std::{env, error::Error, path::Path, process::Command};
use table::{Row, table};
use workload::{Workload, inferences, trainings};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// All contenders. The others are compared with the first.
const CONTENDERS: [(&str, Make); 11] = [
    ("constnet", constnet::default::fast),
    ("constnet, `Tanh`", constnet::default::accurate),
    ("constnet, FMA", constnet::fma::fast),
    ("C, fast-math", c::native),
    ("C, no FMA", c::no_fma),
    ("burn", burn::contender),
    ("candle", candle::contender),
    ("dfdx", dfdx::contender),
    ("tract", tract::contender),
    ("ndarray", ndarray::contender),
    ("nalgebra", nalgebra::contender),
];

const ROUNDS: usize = 200;

fn main() -> Result<()> {
    // Some peers take as many threads as the machine has, unless the environment says otherwise before
    // the process begins.
    const THREADS: &str = "RAYON_NUM_THREADS";
    if env::var(THREADS).as_deref() != Ok("1") {
        let mut again = Command::new(env::current_exe()?);
        let status = again.args(env::args().skip(1)).env(THREADS, "1").status()?;
        std::process::exit(status.code().unwrap_or(1));
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let value = |flag| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1).cloned()
    };
    let mut workloads = inferences();
    workloads.extend(trainings());
    if let Some(text) = value("--only") {
        workloads.retain(|workload| workload.title().contains(&text));
    }
    if let Some(directory) = value("--export") {
        return files::export(&workloads, Path::new(&directory), constnet::default::fast);
    }
    if arguments.iter().any(|argument| argument == "--serve") {
        return serve::serve(&workloads, constnet::default::fast);
    }
    let quick = arguments.iter().any(|argument| argument == "--quick");
    compare(&workloads, if quick { ROUNDS / 10 } else { ROUNDS })
}

/// Checks, measures and prints.
fn compare(workloads: &[Workload], rounds: usize) -> Result<()> {
    let mut rows = Vec::new();
    for workload in workloads {
        eprintln!("{}", workload.title());
        rows.push(row(workload, rounds)?);
    }
    println!("{}", machine::description());
    let names = CONTENDERS.map(|(name, _)| name);
    let inference = "Inference, nanoseconds per sample";
    let training = "Training, thousand samples per second";
    for (title, training, batch) in [
        (inference, false, Some(1)),
        (inference, false, Some(32)),
        (inference, false, Some(256)),
        (training, true, None),
    ] {
        let chosen: Vec<&Row> = rows
            .iter()
            .filter(|row| row.training == training && batch.is_none_or(|b| row.batch == b))
            .collect();
        if !chosen.is_empty() {
            println!("{title}; in parentheses times constnet's time. Best samples:\n");
            println!("{}", table(&names, &chosen, |times| times.minimum));
            println!("Medians of the samples:\n");
            println!("{}", table(&names, &chosen, |times| times.median));
        }
    }
    Ok(())
}

fn row(workload: &Workload, rounds: usize) -> Result<Row> {
    let training = workload.training.is_some();
    let mut places = Vec::new();
    let mut contenders: Vec<Box<dyn Contender>> = Vec::new();
    let mut expected = Vec::new();
    for (name, make) in CONTENDERS {
        let place = match make(workload).map_err(|error| format!("{name}: {error}"))? {
            Some(mut contender) => {
                let numbers = contender.numbers();
                if contenders.is_empty() {
                    expected.clone_from(&numbers);
                }
                agreement::check(&numbers, &expected, training)
                    .map_err(|error| format!("{name}, {}: {error}", workload.title()))?;
                contenders.push(contender);
                Some(contenders.len() - 1)
            }
            None => None,
        };
        places.push(place);
    }
    let times = measure::interleaved(&mut contenders, rounds);
    let times = places.into_iter().map(|place| place.map(|i| times[i])).collect();
    Ok(Row { title: workload.title(), batch: workload.batch, training, times })
}
