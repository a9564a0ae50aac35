//! `constnet-onnx`: from an ONNX file to Rust source that embeds a network.

mod import;

use import::{Import, Names, import};
use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str = "\
usage: constnet-onnx POLICY.onnx [FOLDER]

Writes policy.rs, with the type `Policy` and the constant `POLICY`, and policy.safetensors, which it
embeds, into the folder (the current one, if none is given).";

/// How every source of ours begins.
const MARK: &str = "//! Written by constnet-onnx from ";

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let (file, folder) = match &arguments[..] {
        [file] => (&**file, Path::new("")),
        [file, folder] => (&**file, &**folder),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match run(file, folder) {
        Ok(source) => {
            println!("{}", source.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            ExitCode::FAILURE
        }
    }
}

/// Imports a file and returns where the source is.
fn run(file: &Path, folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let bytes = fs::read(file)?;
    let names = Names::of(&file.file_name().unwrap_or_default().to_string_lossy());
    let Import { source, weights } = import(&bytes, &names)?;
    let path = |extension| folder.join(&names.module).with_extension(extension);
    let (source_path, weights_path) = (path("rs"), path("safetensors"));
    let is_ours = fs::read(&source_path).is_ok_and(|old| old.starts_with(MARK.as_bytes()));
    for path in [&source_path, &weights_path] {
        if !is_ours && path.exists() {
            return Err(format!("{} exists and is not from this tool", path.display()).into());
        }
    }
    fs::write(weights_path, weights)?;
    fs::write(&source_path, source)?;
    Ok(source_path)
}
