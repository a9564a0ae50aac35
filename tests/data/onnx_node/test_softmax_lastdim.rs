//! Written by constnet-onnx from `test_softmax_lastdim.onnx` (pytorch 0.3, opset 7): not to be edited.

use constnet::prelude::*;

network!(
    /// 128 inputs; 128 outputs.
    pub TestSoftmaxLastdim: 128 => (
        Softmax, // the node of `1` (Softmax)
    ) => 128
);

/// The network as it was trained.
pub static TEST_SOFTMAX_LASTDIM: TestSoftmaxLastdim =
    constnet::embed!("test_softmax_lastdim.safetensors");
