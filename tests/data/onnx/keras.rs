//! Written by constnet-onnx from `keras.onnx` (pytorch 2.15.0, opset 20): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Keras: 3 => (
        Dense<3, 4>, // node `/MatMul` (MatMul)
        Tanh, // node `/Tanh` (Tanh)
        Dense<4, 4>, // node `/MatMul_1` (MatMul)
        Silu, // node `/Sigmoid` (Sigmoid)
        Dense<4, 4>, // node `/MatMul_2` (MatMul)
        LeakyRelu<3, 10>, // node `/LeakyRelu` (LeakyRelu)
        Dense<4, 2>, // node `/MatMul_3` (MatMul)
        Softmax, // node `/Softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static KERAS: Keras = constnet::embed!("keras.safetensors");
