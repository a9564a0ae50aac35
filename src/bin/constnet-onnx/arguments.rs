//! What the program is asked for.

use crate::import::{Options, npy::Array};
use std::{ffi::OsString, fs, path::PathBuf};

pub const USAGE: &str = "\
usage: constnet-onnx [OPTIONS] POLICY.onnx... [FOLDER]

Writes policy.rs, with the type `Policy` and the constant `POLICY`, and policy.safetensors, which it
embeds, into the folder (the current one, if the last argument is none), for each of the files; if one
is refused, nothing is written. What was written from a file of the same name is replaced, if nobody has
changed it since, and no other file.

  --check         writes nothing, and says how near the layers are to the file's nodes, for 16 inputs
  --output NAME   ends the network at a value of the graph; may be said several times
  --input NAME    begins the network at a value of the graph; may be said several times
  --data FILE     takes the numbers of a model that keeps them in another file from this one
  --x FILE.npy    compares and writes this input and not one that is drawn; one for each of the inputs
  --y FILE.npy    writes this output as the one that is right; one for each of the outputs

Names: letters and digits of ASCII count, in small letters, and whatever else stands between them becomes
`_`. What begins with no letter gets `network_` before it, what Rust or Cargo have for something else
(`type`, `main`) gets `_net` after it.

Memory and time are in proportion to a file: one of n bytes may have n + 2^20 numbers, where one that
stands for many counts as often as it is written, 16 times as many steps of computing with them, and 32
times as many when the network is compared with the nodes; a larger one is written without a test.";

/// How many inputs are compared for `--check`.
const SAMPLES: usize = 16;

#[derive(Default)]
pub struct Arguments {
    pub help: bool,
    pub check: bool,
    pub files: Vec<PathBuf>,
    pub folder: PathBuf,
    options: Options,
    /// Arrays of inputs and of outputs to compare with.
    x: Vec<PathBuf>,
    y: Vec<PathBuf>,
}

impl Arguments {
    /// Reads what stands behind the program's name; an error without words, if that is nothing.
    pub fn read(all: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut arguments = Self::default();
        let mut all = all.peekable();
        while let Some(argument) = all.next() {
            let name = argument.to_string_lossy().into_owned();
            let mut value = || {
                let nothing = || format!("found nothing behind {name}, expected a value");
                all.next().ok_or_else(nothing)
            };
            let text = |value: OsString| value.to_string_lossy().into_owned();
            let options = &mut arguments.options;
            match &*name {
                "-h" | "--help" => arguments.help = true,
                "--check" => arguments.check = true,
                "--input" => options.inputs.push(text(value()?)),
                "--output" => options.outputs.push(text(value()?)),
                "--data" => options.data = Some(value()?.into()),
                "--x" => arguments.x.push(value()?.into()),
                "--y" => arguments.y.push(value()?.into()),
                other if other.starts_with("--") => {
                    return Err(format!("found {other}, expected one of the options below"));
                }
                _ => arguments.files.push(argument.into()),
            }
        }
        if arguments.check {
            arguments.options.samples = SAMPLES;
        }
        if let [_, .., last] = &arguments.files[..]
            && last.is_dir()
        {
            arguments.folder = last.clone();
            arguments.files.pop();
        }
        if arguments.files.is_empty() && !arguments.help {
            return Err(String::new());
        }
        if arguments.files.len() > 1 && arguments.are_of_one_file() {
            return Err(
                "found several files, expected one beside options that are about one".into()
            );
        }
        Ok(arguments)
    }

    /// What is asked of the files, with the arrays that it names.
    pub fn options(&self) -> Result<Options, String> {
        let read =
            |paths: &[PathBuf]| -> Result<Vec<Array>, String> { paths.iter().map(array).collect() };
        Ok(Options { x: read(&self.x)?, y: read(&self.y)?, ..self.options.clone() })
    }

    /// Whether what is wanted is about one file.
    fn are_of_one_file(&self) -> bool {
        let Options { inputs, outputs, data, .. } = &self.options;
        inputs.len() + outputs.len() + self.x.len() + self.y.len() > 0 || data.is_some()
    }
}

fn array(path: &PathBuf) -> Result<Array, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Array::read(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}
