//! Written by constnet-onnx from `norms_dynamo.onnx` (pytorch 2.15.0+cu132, opset 20): not to be edited.

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
