//! Written by constnet-onnx from `bfloat.onnx` (pytorch 2.15.0+cu132, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Bfloat: 3 => (
        Dense<3, 4>, // node `node_linear` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        Dense<4, 2>, // node `node_linear_1` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static BFLOAT: Bfloat = constnet::embed!("bfloat.safetensors");
