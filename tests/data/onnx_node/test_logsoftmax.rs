//! Written by constnet-onnx from `test_logsoftmax.onnx` (pytorch 0.3, opset 7): not to be edited.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    pub TestLogsoftmax: 20 => (
        LogSoftmax, // the node of `1` (LogSoftmax)
    ) => 20
);

/// The network as it was trained.
pub static TEST_LOGSOFTMAX: TestLogsoftmax = constnet::embed!("test_logsoftmax.safetensors");
