//! Written by constnet-onnx from `norms_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("norms_legacy.safetensors")) == 0x08d0e796c9e0bffdba65ead18fe2bfa6,
    "norms_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);
