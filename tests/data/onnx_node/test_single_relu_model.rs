//! Written by constnet-onnx from `test_single_relu_model.onnx` (`backend-test, opset 9`): not to be edited.

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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_single_relu_model.safetensors")) == 0x2020202020207d8b2020202020207d83,
    "test_single_relu_model.safetensors is not the file that was written with this source: run constnet-onnx again"
);
