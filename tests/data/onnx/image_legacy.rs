//! Written by constnet-onnx from `image_legacy.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [1, 3, 4] row after row; 3 outputs.
    pub ImageLegacy: 12 => (
        Dense<12, 3>, // node `/1/Gemm` (Gemm)
    ) => 3
);

/// The network as it was trained.
pub static IMAGE_LEGACY: ImageLegacy = constnet::embed!("image_legacy.safetensors");
