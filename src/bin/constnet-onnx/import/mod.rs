//! ONNX files as networks of this crate.
//!
//! ```text
//! bytes → messages → constants, nodes → values → layers → Rust source, safetensors
//!                          └──────── evaluated ───────┘ compared
//! ```
//!
//! # What is read
//! A graph of the operator sets 6 to 28: as much of it as its outputs need, or those that are chosen.
//!
//! | in the file | becomes |
//! |---|---|
//! | `Gemm` (any `alpha`, `beta`, `transB`), `MatMul` and `Einsum` by a constant, W·x of a vector, a mean and a sum of features | `Dense` |
//! | `Add`, `Sub`, `Mul`, `Div` with a constant, `Neg`, `BatchNormalization` | folded into the layer before or after, in `f64`, where that loses nothing; else `Standardize` or `Unstandardize` |
//! | `LayerNormalization` (any ε), also spelt out | `LayerNorm` |
//! | `Relu`, `LeakyRelu`, `PRelu` of one slope and `Elu` (any α), `Selu`, `Gelu`, `Sigmoid`, `HardSigmoid` (any α and β), `Tanh`, `Clip`, `Min` and `Max` to any limits, `Softplus`, `Softsign`, `Mish`, `HardSwish`, `Swish`, `Softmax`, `LogSoftmax` | the activation |
//! | `Conv`, `MaxPool`, `AveragePool`, `GlobalAveragePool`, `GlobalMaxPool`, a mean and the largest number over all places | `Conv2d`, `WindowConv1d`, `MaxPool`, `AvgPool`, `GlobalAvgPool`, `GlobalMaxPool` |
//! | `Pad` with zeros | `ZeroPad`, or the padding of the convolution behind it |
//! | `LSTM`, `GRU`, `RNN` with their usual functions, in one direction or both | `Lstm`, `Gru`, `Rnn`, `Bidirectional` |
//! | `PRelu` with a slope for each feature, `LpNormalization` and `Normalizer` of length 2 | `PRelu`, `Normalize` |
//! | what is one of these, spelt out by other operators | the activation, by its values |
//! | `Add`, `Sub`, `Mul` of two values, `Sum` | `Sum`, `Product` |
//! | `Concat`, `Split`, `Slice`, `Gather` of neighbours, along the features or the steps of a vector | `Concat`, `Slice`, or rows of the `Dense` before |
//! | `Scaler`, `LinearRegressor`, the scores of `LinearClassifier` | `Dense` and what it needs |
//! | the last step of a sequence, by `Gather` or `Slice` | `Last` |
//! | `Flatten` or `Reshape` of an image | `Flatten<N, Chw>`, or `Flatten<N>` if its channels are last |
//! | `Reshape` of a vector that a convolution takes | `Unflatten`, whose order the dense layer before it takes in |
//! | `Flatten`, `Reshape`, `Squeeze`, `Unsqueeze`, `Transpose` that moves nothing, sizes that are computed of `Shape` | nothing: a network's input is flat |
//! | `Identity`, `Dropout`, `Cast` among types of floating point | nothing |
//!
//! A chain becomes a `network!`, and what is none a `graph!`, whose layers are called as the file calls their
//! weights. Inputs that meet in one `Concat` are one vector. An output that is an input (a state that passes
//! through), and one that is a constant or drawn at random, is left out beside others. Nodes may stand in any order.
//!
//! An input that a convolution, a pool or a cell takes is an image or a sequence, and is declared as one; the
//! network has its channels last, whatever the file has. Cells of a single step, whose states are inputs of the
//! graph or parts of one, and outputs, make the network a stream, and the states are the stream's. Rows of all
//! samples one after another, as a history of observations has them, are the steps of a sequence.
//!
//! Numbers are `FLOAT`, `FLOAT16`, `BFLOAT16` (all a network of `f32`) or `DOUBLE` (of `f64`), in initializers,
//! `Constant` nodes, or a file beside this one. The first dimension of an input is the batch, of any size or a
//! fixed one; an input of one dimension is a sample. A graph that this reading refuses is read as one of a batch of one
//! sample, where an exporter wrote the 1 of its example into sizes, or of a single sample that has all dimensions.
//!
//! An attribute such as the slope of a `LeakyRelu` is an `f32` in every file. It becomes the quotient of two
//! integers that rounds to it, so in a network of `f64` 0.01 is 1/100 and not the `f32` nearby.
//!
//! # What is proved
//! The nodes are [evaluated](evaluate) in `f64`, by plain loops that share nothing with the rest, on an input that
//! is drawn or given; so are the layers that would be written. An output that differs is an error, and so is one that
//! depends on what stands beside a sample in a batch. The
//! input and the nodes' output are written with the weights, and a test with the source.
//!
//! # What is refused
//! Everything else, each with a [`Refusal`] that names it and what can be done; a place to [cut](cuts) was tried
//! before it is named. No path in a file leads out of its
//! folder. Memory and time are in proportion to the file, by the rule of [`budget`]: no number in it decides an
//! allocation before it was compared with the data that are there. Outputs of a node beyond the first are
//! allowed where they change nothing: the mask of `Dropout`, the statistics of `LayerNormalization`.

mod budget;
mod constants;
mod cuts;
mod evaluate;
mod external;
mod file;
mod interpret;
mod layer;
pub mod messages;
mod names;
mod network;
mod node;
pub mod npy;
mod pair;
mod plan;
mod refusal;
mod row;
mod scalar;
mod setting;
mod shape;
mod simplify;
mod source;
pub mod text;
mod trace;
mod wanted;
mod weights;
mod width;

pub use names::Names;
pub use pair::Proof;
pub use refusal::Refusal;
pub use source::is_sealed;

use constnet::weights::checksum;
use file::File;
use npy::Array;
use pair::Prover;
use plan::Plan;
use source::About;
use std::path::{Path, PathBuf};

/// How every source begins, before the name of its ONNX file.
pub const MARK: &str = "//! Written by constnet-onnx from ";

/// What is wanted of a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values to begin at; the graph's own inputs, if there are none.
    pub inputs: Vec<String>,
    /// Values to end at; the graph's own outputs, if there are none.
    pub outputs: Vec<String>,
    /// The file with the numbers, in place of the one that the model names.
    pub data: Option<PathBuf>,
    /// Inputs and outputs to compare with.
    pub x: Vec<Array>,
    pub y: Vec<Array>,
    /// How many inputs are drawn, if none is given.
    pub samples: usize,
}

impl Options {
    /// As a user says them, for the source.
    fn text(&self) -> String {
        let inputs = self.inputs.iter().map(|name| format!(" --input {name}"));
        let outputs = self.outputs.iter().map(|name| format!(" --output {name}"));
        inputs.chain(outputs).collect()
    }
}

/// What to write.
#[derive(Debug, PartialEq)]
pub struct Import {
    /// The Rust source.
    pub source: String,
    /// The safetensors file.
    pub weights: Vec<u8>,
    /// How many numbers the layers store.
    pub parameters: usize,
    /// How near the layers are to the nodes; nothing, if there was too much to compute.
    pub proof: Option<Proof>,
}

/// Reads the bytes of an ONNX file, which lies in a folder.
///
/// # Errors
/// A [`Refusal`], for anything that cannot be expressed.
pub fn import(
    bytes: &[u8],
    folder: &Path,
    names: &Names,
    options: &Options,
) -> Result<Import, Refusal> {
    let file = File::read(bytes, folder, options.data.as_deref())?;
    let plan = Plan::new(file.network(options)?)?;
    // Numbers that are not finite are found here, before anything is computed with them.
    plan.weights(None)?;
    let prover = Prover { file: &file, plan: &plan, x: &options.x, y: &options.y };
    let (pair, proof) = prover.prove(options.samples.max(1))?.unzip();
    let weights = plan.weights(pair.as_ref())?;
    let about = About {
        names,
        origin: &file.origin,
        options: &options.text(),
        weights: checksum(&weights),
        tolerance: pair.map(|pair| pair.tolerance),
    };
    Ok(Import { source: plan.source(&about), weights, parameters: plan.parameters(), proof })
}
