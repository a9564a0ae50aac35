//! Operators that are not read, and what a whole network is refused for.

use super::{Known, Tracer, operators::OPERATORS};
use crate::import::{Refusal, node::Node, wanted::RANDOM};
use std::collections::HashSet;

const ATTENTION: &[&str] = &["Attention", "MultiHeadAttention", "RotaryEmbedding"];
const LARGER: &[&str] = &["ConvTranspose", "Resize", "Upsample"];
const LOOPS: &[&str] = &["Loop", "Scan", "If"];
const TREES: &[&str] = &["TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble"];

/// The error of an operator that is not read.
pub(super) fn unknown(node: &Node) -> Refusal {
    let domain = match &*node.message.domain {
        "" | "ai.onnx" => String::new(),
        other => format!(" of the domain `{other}`"),
    };
    let operator = &*node.message.op_type;
    let [what, instead, advice] = match operator {
        _ if RANDOM.contains(&operator) => {
            ["numbers drawn at random", "outputs that are the same for the same inputs", ""]
        }
        "ArgMax" | "ArgMin" | "TopK" | "Hardmax" => {
            ["the position of a number", "the numbers, of which Rust finds the largest", ""]
        }
        _ if LOOPS.contains(&operator) => {
            ["a loop or a branch", "nodes one after another", "export with fixed sizes, by tracing"]
        }
        _ if TREES.contains(&operator) => {
            ["decision trees", "a neural network", "another crate is for trees"]
        }
        _ if ATTENTION.contains(&operator) => ["attention", "layers of this crate", ""],
        _ if LARGER.contains(&operator) => {
            ["an image that becomes larger", "convolutions and pools", ""]
        }
        _ if is_quantized(operator) => {
            let advice = "export the model from before its quantization";
            ["quantized numbers", "FLOAT, DOUBLE, FLOAT16 or BFLOAT16", advice]
        }
        _ => {
            let found = format!("the operator `{operator}`{domain}, which is not supported");
            let expected = format!("one of {}", OPERATORS.join(", "));
            return Refusal::new(&*node.place, found, expected);
        }
    };
    let found = format!("{what}: the operator `{operator}`{domain} is not supported");
    let refusal = Refusal::new(&*node.place, found, instead);
    if advice.is_empty() { refusal } else { refusal.advise(advice) }
}

/// Whether an operator is one of integers that stand for other numbers.
fn is_quantized(operator: &str) -> bool {
    ["QLinear", "Quantize", "Dequantize", "DynamicQuantize", "QGemm"]
        .iter()
        .any(|start| operator.starts_with(start))
        || operator.ends_with("Integer")
}

impl<'m> Tracer<'m> {
    /// The first of nodes that are still to be read which no layer here is like, and its error: who works around
    /// what was refused before it, meets this one.
    pub(super) fn beyond(&self, nodes: &[Node<'m>]) -> Option<(usize, Refusal)> {
        let mut made: HashSet<&str> = HashSet::new();
        for (i, node) in nodes.iter().enumerate() {
            let depends = |name: &str| {
                made.contains(name) || matches!(self.known.get(name), Some(Known::Value(_)))
            };
            let of_values = node.all_inputs().filter(|name| depends(name)).count();
            if node.operator() == "MatMul" && of_values == 2 {
                let found = "a product of two values, as in attention, which is not supported";
                let expected = "one of a value and a constant, a dense layer";
                return Some((i, Refusal::new(&*node.place, found, expected)));
            }
            if is_beyond(&node.message.op_type) {
                return Some((i, unknown(node)));
            }
            if of_values > 0 && node.operator() != "Shape" {
                made.extend(node.outputs());
            }
        }
        None
    }
}

/// Whether there is nothing like an operator here, so that a network with it has to be another one.
fn is_beyond(operator: &str) -> bool {
    is_quantized(operator)
        || [ATTENTION, LARGER, LOOPS, TREES].iter().any(|kind| kind.contains(&operator))
}
