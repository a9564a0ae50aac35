//! Written by constnet-onnx from `vector.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Vector: 3 => (
        Dense<3, 4>, // node `/0/MatMul` (MatMul)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/MatMul` (MatMul)
    ) => 2
);

/// The network as it was trained.
pub static VECTOR: Vector = constnet::embed!("vector.safetensors");
