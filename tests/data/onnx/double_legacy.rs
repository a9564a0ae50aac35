//! Written by constnet-onnx from `double_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    pub DoubleLegacy<f64>: 3 => (
        Dense<3, 4, f64>, // node `/0/Gemm` (Gemm)
        LeakyRelu, // node `/1/LeakyRelu` (LeakyRelu)
        Dense<4, 4, f64>, // node `/2/Gemm` (Gemm)
        Softplus, // node `/3/Softplus` (Softplus)
        Dense<4, 2, f64>, // node `/4/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DOUBLE_LEGACY: DoubleLegacy = constnet::embed!("double_legacy.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("double_legacy.safetensors")) == 0x09088bae996a897bdfc493db4c5b8d73,
    "double_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);
