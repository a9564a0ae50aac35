//! Written by constnet-onnx from `half.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("half.safetensors")) == 0xd70206fb4e82894557a131cf6f6a7f8f,
    "half.safetensors is not the file that was written with this source: run constnet-onnx again"
);
