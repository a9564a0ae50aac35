//! Written by constnet-onnx from `test_softmax.onnx` (`pytorch 0.3, opset 7`): not to be edited.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    pub TestSoftmax: 20 => (
        Softmax, // the node of `1` (Softmax)
    ) => 20
);

/// The network as it was trained.
pub static TEST_SOFTMAX: TestSoftmax = constnet::embed!("test_softmax.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_softmax.safetensors")) == 0x2020202020207d8b2020202020207d83,
    "test_softmax.safetensors is not the file that was written with this source: run constnet-onnx again"
);
