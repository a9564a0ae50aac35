//! Written by constnet-onnx from `half.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Half: 3 => (
        Dense<3, 4>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static HALF: Half = constnet::embed!("half.safetensors");
