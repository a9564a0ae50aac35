//! Written by constnet-onnx from `norms_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub NormsDynamo: 3 => (
        Dense<3, 4>, // node `node_Gemm_37` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        LayerNorm<4>, // node `node_layer_norm` (LayerNormalization)
        Dense<4, 4>, // node `node_linear_1` (Gemm)
        LayerNorm<4>, // node `node_layer_norm_1` (LayerNormalization)
        Dense<4, 2>, // node `node_Gemm_38` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static NORMS_DYNAMO: NormsDynamo = constnet::embed!("norms_dynamo.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("norms_dynamo.safetensors")) == 0x69f321123a644decb8a28dae8c4e637e,
    "norms_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);
