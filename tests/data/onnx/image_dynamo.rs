//! Written by constnet-onnx from `image_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [1, 3, 4] row after row; 3 outputs.
    pub ImageDynamo: 12 => (
        Dense<12, 3>, // node `node_linear` (Gemm)
    ) => 3
);

/// The network as it was trained.
pub static IMAGE_DYNAMO: ImageDynamo = constnet::embed!("image_dynamo.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("image_dynamo.safetensors")) == 0x2a185af9924133373340bf25d989083e,
    "image_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);
