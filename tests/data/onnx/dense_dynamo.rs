//! Written by constnet-onnx from `dense_dynamo.onnx` (pytorch 2.15.0+cu132, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub DenseDynamo: 3 => (
        Dense<3, 5>, // node `node_linear` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        Dense<5, 5>, // node `node_linear_1` (Gemm)
        Relu, // node `node_relu` (Relu)
        Dense<5, 2>, // node `node_linear_2` (Gemm)
        Softmax, // node `node_softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static DENSE_DYNAMO: DenseDynamo = constnet::embed!("dense_dynamo.safetensors");
