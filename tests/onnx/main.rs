//! `constnet-onnx`, and what the authors of ONNX expect of the operators that are layers here. One program: the
//! importer is compiled for it once.

mod backend;
mod cases;
mod cells;
mod converted;
mod convolution;
mod cuts;
mod made;
mod mutants;
mod networks;
mod node;
mod program;
mod windows;

#[allow(unused, reason = "the program uses all of it")]
#[path = "../../src/bin/constnet-onnx/import/mod.rs"]
mod import;
