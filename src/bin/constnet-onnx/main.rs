//! `constnet-onnx`: from ONNX files to Rust source that embeds networks.

mod import;
mod output;
#[path = "../../weights/replace/mod.rs"]
mod replace;

mod arguments;

use arguments::{Arguments, USAGE};
use import::{Import, Names, Proof, import, text::Printable};
use output::{Pair, save};
use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    match Arguments::read(env::args_os().skip(1)) {
        Ok(Arguments { help: true, .. }) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Ok(arguments) => match run(&arguments) {
            Ok(lines) => {
                for line in lines {
                    println!("{}", Printable(&line));
                }
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{}", Printable(&error));
                ExitCode::FAILURE
            }
        },
        Err(error) if error.is_empty() => {
            eprintln!("{USAGE}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{}\n{USAGE}", Printable(&error));
            ExitCode::FAILURE
        }
    }
}

/// Imports files and returns what to say of them; or what is wrong, with the name of the file.
fn run(arguments: &Arguments) -> Result<Vec<String>, String> {
    let options = arguments.options()?;
    let mut pairs: Vec<Pair> = Vec::new();
    for file in &arguments.files {
        let of_file = |error: &dyn std::error::Error| format!("{}: {error}", file.display());
        let names = Names::of(&file.file_name().unwrap_or_default().to_string_lossy());
        let bytes = fs::read(file).map_err(|error| of_file(&error))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let import: Import =
            import(&bytes, folder, &names, &options).map_err(|error| of_file(&error))?;
        if let Some(other) = pairs.iter().find(|pair| pair.names.module == names.module) {
            return Err(format!(
                "{} and {} would both become {}.rs: rename one of them",
                other.file.display(),
                file.display(),
                names.module
            ));
        }
        pairs.push(Pair { file, names, import });
    }
    if arguments.check {
        return Ok(pairs.iter().map(checked).collect());
    }
    let sources = save(&pairs, &arguments.folder)?;
    Ok(sources.iter().map(|source| source.to_string_lossy().into_owned()).collect())
}

/// What is said of a network that is checked and not written.
fn checked(pair: &Pair) -> String {
    let file = pair.file.display();
    match &pair.import.proof {
        Some(Proof { samples, deviation, largest, given }) => {
            let given = given.map_or(String::new(), |given| {
                format!("; the given outputs differ from the nodes' by {given:.1e}")
            });
            format!(
                "{file}: {} parameters; the layers differ from the nodes by {deviation:.1e} at most, of \
                 outputs up to {largest:.1e}, for {samples} inputs, in f64{given}",
                pair.import.parameters
            )
        }
        None => format!(
            "{file}: {} parameters; not compared: too much to compute, or outputs that are not finite",
            pair.import.parameters
        ),
    }
}
