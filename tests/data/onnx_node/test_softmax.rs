//! Written by constnet-onnx from `test_softmax.onnx` (pytorch 0.3, opset 7): not to be edited.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    pub TestSoftmax: 20 => (
        Softmax, // the node of `1` (Softmax)
    ) => 20
);

/// The network as it was trained.
pub static TEST_SOFTMAX: TestSoftmax = constnet::embed!("test_softmax.safetensors");
