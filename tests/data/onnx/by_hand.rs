//! Written by constnet-onnx from `by_hand.onnx` (onnx.helper, opset 24): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub ByHand: 3 => (
        Dense<3, 4>, // node `gemm` (Gemm)
        LeakyRelu<1, 100>, // node `default slope` (LeakyRelu)
        Dense<4, 4>, // the node of `h3` (Gemm)
        HardTanh, // the node of `h4` (Clip)
        Dense<4, 2>, // the node of `h5` (MatMul)
        Silu, // the node of `h7` (Swish)
    ) => 2
);

/// The network as it was trained.
pub static BY_HAND: ByHand = constnet::embed!("by_hand.safetensors");
