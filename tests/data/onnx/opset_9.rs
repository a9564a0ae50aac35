//! Written by constnet-onnx from `opset_9.onnx` (`pytorch 2.15.0, opset 9`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Opset9: 3 => (
        Dense<3, 4>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static OPSET_9: Opset9 = constnet::embed!("opset_9.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("opset_9.safetensors")) == 0x3d5fbebbb6c74a4c52d534e56bcd307b,
    "opset_9.safetensors is not the file that was written with this source: run constnet-onnx again"
);
