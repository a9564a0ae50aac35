//! `constnet-onnx`: from ONNX files to Rust source that embeds networks.

mod import;
mod output;
#[path = "../../weights/replace/mod.rs"]
mod replace;

use import::{Import, Names, import, text::Printable};
use output::{Pair, save};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str = "\
usage: constnet-onnx POLICY.onnx... [FOLDER]

Writes policy.rs, with the type `Policy` and the constant `POLICY`, and policy.safetensors, which it
embeds, into the folder (the current one, if the last argument is none), for each of the files; if one
is refused, nothing is written. What was written from a file of the same name is replaced, and no other
file.

Names: letters and digits of ASCII count, in small letters, and whatever else stands between them becomes
`_`. What begins with no letter gets `network_` before it, what Rust or Cargo have for something else
(`type`, `main`) gets `_net` after it.

Memory and time are in proportion to a file: one of n bytes may have n + 2^20 numbers, where one that
stands for many counts as often as it is written, and 16 times as many steps of computing with them.";

fn main() -> ExitCode {
    let mut arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if matches!(&arguments[..], [help] if ["-h", "--help"].map(Path::new).contains(&&**help)) {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let folder = match &arguments[..] {
        [_, .., last] if last.is_dir() => arguments.pop(),
        _ => None,
    };
    if arguments.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    }
    match run(&arguments, &folder.unwrap_or_default()) {
        Ok(sources) => {
            for source in sources {
                println!("{}", Printable(&source.to_string_lossy()));
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", Printable(&error));
            ExitCode::FAILURE
        }
    }
}

/// Imports files and returns where the sources are; or what is wrong, with the name of the file.
fn run(files: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut pairs: Vec<Pair> = Vec::new();
    for file in files {
        let of_file = |error: &dyn std::error::Error| format!("{}: {error}", file.display());
        let names = Names::of(&file.file_name().unwrap_or_default().to_string_lossy());
        let bytes = fs::read(file).map_err(|error| of_file(&error))?;
        let import: Import = import(&bytes, file.parent().unwrap_or(Path::new("")), &names, &Default::default()).map_err(|error| of_file(&error))?;
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
    save(&pairs, folder)
}
