//! Written by constnet-onnx from `image_dynamo.onnx` (pytorch 2.15.0+cu132, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [1, 3, 4] row after row; 3 outputs.
    pub ImageDynamo: 12 => (
        Dense<12, 3>, // node `node_linear` (Gemm)
    ) => 3
);

/// The network as it was trained.
pub static IMAGE_DYNAMO: ImageDynamo = constnet::embed!("image_dynamo.safetensors");
