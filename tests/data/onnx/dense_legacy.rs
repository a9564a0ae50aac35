//! Written by constnet-onnx from `dense_legacy.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub DenseLegacy: 3 => (
        Dense<3, 5>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<5, 5>, // node `/3/MatMul` (MatMul)
        Relu, // node `/4/Relu` (Relu)
        Dense<5, 2>, // node `/5/Gemm` (Gemm)
        Softmax, // node `/6/Softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static DENSE_LEGACY: DenseLegacy = constnet::embed!("dense_legacy.safetensors");
