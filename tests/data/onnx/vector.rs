//! Written by constnet-onnx from `vector.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub Vector: 3 => (
        Dense<3, 4>, // node `/0/MatMul` (MatMul)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/MatMul` (MatMul)
    ) => 2
);

/// The network as it was trained.
pub static VECTOR: Vector = constnet::embed!("vector.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("vector.safetensors")) == 0x37b336c7670063d8d1798b927309c618,
    "vector.safetensors is not the file that was written with this source: run constnet-onnx again"
);
