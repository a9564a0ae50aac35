//! Written by constnet-onnx from `keras.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Keras: 3 => (
        Dense<3, 4>, // node `/MatMul` (MatMul)
        Tanh, // node `/Tanh` (Tanh)
        Dense<4, 4>, // node `/MatMul_1` (MatMul)
        Silu, // node `/Sigmoid` (Sigmoid)
        Dense<4, 4>, // node `/MatMul_2` (MatMul)
        LeakyRelu<Ratio<3, 10>>, // node `/LeakyRelu` (LeakyRelu)
        Dense<4, 2>, // node `/MatMul_3` (MatMul)
        Softmax, // node `/Softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static KERAS: Keras = constnet::embed!("keras.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("keras.safetensors")) == 0x4134f8b00de450e591eb1a8391284d75,
    "keras.safetensors is not the file that was written with this source: run constnet-onnx again"
);
