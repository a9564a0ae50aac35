//! Written by constnet-onnx from `test_single_relu_model.onnx` (backend-test, opset 9): not to be edited.

use constnet::prelude::*;

network!(
    /// 2 inputs; 2 outputs.
    pub TestSingleReluModel: 2 => (
        Relu, // node `test` (Relu)
    ) => 2
);

/// The network as it was trained.
pub static TEST_SINGLE_RELU_MODEL: TestSingleReluModel =
    constnet::embed!("test_single_relu_model.safetensors");
