//! Written by constnet-onnx from `dense_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.

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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("dense_dynamo.safetensors")) == 0x9c133a0f2329d73e5f24c13eb4c7a0d1,
    "dense_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);
