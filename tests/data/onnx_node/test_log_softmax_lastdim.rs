//! Written by constnet-onnx from `test_log_softmax_lastdim.onnx` (pytorch 0.3, opset 7): not to be edited.

use constnet::prelude::*;

network!(
    /// 128 inputs; 128 outputs.
    pub TestLogSoftmaxLastdim: 128 => (
        LogSoftmax, // the node of `1` (LogSoftmax)
    ) => 128
);

/// The network as it was trained.
pub static TEST_LOG_SOFTMAX_LASTDIM: TestLogSoftmaxLastdim =
    constnet::embed!("test_log_softmax_lastdim.safetensors");
