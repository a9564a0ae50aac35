//! Written by constnet-onnx from `test_linear.onnx` (pytorch 0.3, opset 7): not to be edited.

use constnet::prelude::*;

network!(
    /// 10 inputs; 8 outputs.
    pub TestLinear: 10 => (
        Dense<10, 8>, // the node of `3` (Gemm)
    ) => 8
);

/// The network as it was trained.
pub static TEST_LINEAR: TestLinear = constnet::embed!("test_linear.safetensors");
