//! Written by constnet-onnx from `test_softplus.onnx` (pytorch 0.3, opset 7): not to be edited.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    pub TestSoftplus: 20 => (
        Softplus, // the node of `1` (Softplus)
    ) => 20
);

/// The network as it was trained.
pub static TEST_SOFTPLUS: TestSoftplus = constnet::embed!("test_softplus.safetensors");
