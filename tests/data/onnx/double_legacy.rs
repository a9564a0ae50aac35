//! Written by constnet-onnx from `double_legacy.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub DoubleLegacy<f64>: 3 => (
        Dense<3, 4, f64>, // node `/0/Gemm` (Gemm)
        LeakyRelu<1, 100>, // node `/1/LeakyRelu` (LeakyRelu)
        Dense<4, 4, f64>, // node `/2/Gemm` (Gemm)
        Softplus, // node `/3/Softplus` (Softplus)
        Dense<4, 2, f64>, // node `/4/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DOUBLE_LEGACY: DoubleLegacy = constnet::embed!("double_legacy.safetensors");
