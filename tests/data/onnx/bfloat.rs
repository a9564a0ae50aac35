//! Written by constnet-onnx from `bfloat.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.

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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("bfloat.safetensors")) == 0x94a1c6ff4f3b89454d5f51cf6d017f8f,
    "bfloat.safetensors is not the file that was written with this source: run constnet-onnx again"
);
