//! ONNX files as networks of this crate.
//!
//! ```text
//! bytes → messages → constants, nodes → layers → Rust source, safetensors
//! ```
//!
//! # What is read
//! A graph with one input, one output and a chain of nodes between them, of the operator sets 7 to 28:
//!
//! | in the file | becomes |
//! |---|---|
//! | `Gemm` (any `alpha`, `beta`, `transB`), `MatMul` by a constant | `Dense` |
//! | `Add`, `Sub`, `Mul`, `Div` with a constant, `BatchNormalization` | folded into the `Dense` before or after, in `f64` |
//! | `LayerNormalization` (any ε) | `LayerNorm` |
//! | `Relu`, `LeakyRelu` and `Elu` (any α), `Gelu` (exact), `Sigmoid`, `HardSigmoid` (any α and β), `Tanh`, `Clip` to two limits, or from 0 on, `Softplus`, `HardSwish`, x·`Sigmoid`(x), `Swish`, `Softmax`, `LogSoftmax` | the activation |
//! | `Flatten`, `Reshape` to `[batch, features]` | nothing: a network's input is flat |
//! | `Identity`, `Dropout`, `Cast` to the type that is there | nothing |
//!
//! Numbers are `FLOAT`, `FLOAT16`, `BFLOAT16` (all a network of `f32`) or `DOUBLE` (of `f64`), in
//! initializers or `Constant` nodes. The first dimension of the input is the batch, of any size or
//! a fixed one; an input of one dimension is a sample.
//!
//! An attribute such as the slope of a `LeakyRelu` is an `f32` in every file. It becomes the quotient of two
//! integers that rounds to it, so in a network of `f64` 0.01 is 1/100 and not the `f32` nearby.
//!
//! # What is refused
//! Everything else, each with a [`Refusal`] that names it. Paths in a file are not followed. Memory and time
//! are in proportion to the file, by the rule of [`budget`]: no number in it decides an allocation before it
//! was compared with the data that are there. Outputs of a node beyond the first are allowed where they
//! change nothing: the mask of `Dropout`, the statistics of `LayerNormalization`.

mod budget;
mod chain;
mod constants;
mod layer;
pub mod messages;
mod names;
mod network;
mod node;
mod operators;
mod refusal;
mod row;
mod setting;
mod shape;
mod source;
pub mod text;

pub use names::Names;
pub use refusal::Refusal;

use constnet::weights::checksum;
use network::Network;

/// How every source begins, before the name of its ONNX file.
pub const MARK: &str = "//! Written by constnet-onnx from ";

/// What to write.
#[derive(Debug, PartialEq)]
pub struct Import {
    /// The Rust source.
    pub source: String,
    /// The safetensors file.
    pub weights: Vec<u8>,
}

/// Reads the bytes of an ONNX file.
///
/// # Errors
/// A [`Refusal`], for anything that cannot be expressed.
pub fn import(bytes: &[u8], names: &Names) -> Result<Import, Refusal> {
    let network = Network::read(bytes)?;
    let weights = network.weights()?;
    Ok(Import { source: network.source(names, checksum(&weights)), weights })
}
