//! Written by constnet-onnx from `test_linear.onnx` (`pytorch 0.3, opset 7`): not to be edited.

use constnet::prelude::*;

network!(
    /// 10 inputs; 8 outputs.
    pub TestLinear: 10 => (
        Dense<10, 8>, // the node of `3` (Gemm)
    ) => 8
);

/// The network as it was trained.
pub static TEST_LINEAR: TestLinear = constnet::embed!("test_linear.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_linear.safetensors")) == 0xacc6ca4a7258c10b33591e39926efcec,
    "test_linear.safetensors is not the file that was written with this source: run constnet-onnx again"
);
