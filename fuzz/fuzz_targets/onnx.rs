//! An ONNX file: a network or a refusal in one line, and never a panic; what is written for a network fits
//! its file.
#![no_main]

#[allow(dead_code, reason = "the program uses all of it")]
#[path = "../../src/bin/constnet-onnx/import/mod.rs"]
mod import;

use import::{Names, Options, import};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|file: &[u8]| {
    match import(file, Path::new(""), &Names::of("fuzz.onnx"), &Options::default()) {
        Ok(found) => {
            assert!(found.source.is_ascii());
            assert!(safetensors::SafeTensors::deserialize(&found.weights).is_ok());
        }
        Err(refusal) => assert!(!refusal.to_string().contains(char::is_control)),
    }
});
