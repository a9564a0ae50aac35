//! Written by constnet-onnx from `norms_legacy.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub NormsLegacy: 3 => (
        Dense<3, 4>, // node `/1/Gemm` (Gemm)
        Tanh, // node `/3/Tanh` (Tanh)
        LayerNorm<4>, // node `/4/LayerNormalization` (LayerNormalization)
        Dense<4, 4>, // node `/5/Gemm` (Gemm)
        LayerNorm<4>, // node `/6/LayerNormalization` (LayerNormalization)
        Dense<4, 2>, // node `/7/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static NORMS_LEGACY: NormsLegacy = constnet::embed!("norms_legacy.safetensors");
