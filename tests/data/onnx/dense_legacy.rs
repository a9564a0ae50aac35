//! Written by constnet-onnx from `dense_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub DenseLegacy: 3 => (
        Dense<3, 5>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<5, 5>, // node `/3/MatMul` (MatMul)
        Relu, // node `/4/Relu` (Relu)
        Dense<5, 2>, // node `/5/Gemm` (Gemm)
        Softmax, // node `/6/Softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static DENSE_LEGACY: DenseLegacy = constnet::embed!("dense_legacy.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("dense_legacy.safetensors")) == 0x71c182217ac17f6558254ae1324d50df,
    "dense_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);
