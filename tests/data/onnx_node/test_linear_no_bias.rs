//! Written by constnet-onnx from `test_linear_no_bias.onnx` (`pytorch 0.3, opset 7`): not to be edited.

use constnet::prelude::*;

network!(
    /// 10 inputs; 8 outputs.
    pub TestLinearNoBias: 10 => (
        Dense<10, 8>, // the node of `3` (MatMul)
    ) => 8
);

/// The network as it was trained.
pub static TEST_LINEAR_NO_BIAS: TestLinearNoBias =
    constnet::embed!("test_linear_no_bias.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_linear_no_bias.safetensors")) == 0xc055728c3cf50374c21ee64318196f5f,
    "test_linear_no_bias.safetensors is not the file that was written with this source: run constnet-onnx again"
);
