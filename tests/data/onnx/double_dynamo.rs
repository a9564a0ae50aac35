//! Written by constnet-onnx from `double_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub DoubleDynamo<f64>: 3 => (
        Dense<3, 4, f64>, // node `node_linear` (Gemm)
        LeakyRelu, // node `node_leaky_relu` (LeakyRelu)
        Dense<4, 4, f64>, // node `node_linear_1` (Gemm)
        Softplus, // node `n3` (Softplus)
        Dense<4, 2, f64>, // node `node_linear_2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DOUBLE_DYNAMO: DoubleDynamo = constnet::embed!("double_dynamo.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("double_dynamo.safetensors")) == 0x6abbb624596a897b5ee498396c5b8d73,
    "double_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);
