//! Written by constnet-onnx from `test_linear_no_bias.onnx` (pytorch 0.3, opset 7): not to be edited.

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
