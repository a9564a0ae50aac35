//! Written by constnet-onnx from `test_log_softmax_lastdim.onnx` (`pytorch 0.3, opset 7`): not to be edited.

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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_log_softmax_lastdim.safetensors")) == 0x2020202020207d8b2020202020207d83,
    "test_log_softmax_lastdim.safetensors is not the file that was written with this source: run constnet-onnx again"
);
