//! Written by constnet-onnx from `test_logsoftmax.onnx` (`pytorch 0.3, opset 7`): not to be edited.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    pub TestLogsoftmax: 20 => (
        LogSoftmax, // the node of `1` (LogSoftmax)
    ) => 20
);

/// The network as it was trained.
pub static TEST_LOGSOFTMAX: TestLogsoftmax = constnet::embed!("test_logsoftmax.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_logsoftmax.safetensors")) == 0x2020202020207d8b2020202020207d83,
    "test_logsoftmax.safetensors is not the file that was written with this source: run constnet-onnx again"
);
