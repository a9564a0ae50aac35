//! Written by constnet-onnx from `image_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [1, 3, 4] row after row; 3 outputs.
    pub ImageLegacy: 12 => (
        Dense<12, 3>, // node `/1/Gemm` (Gemm)
    ) => 3
);

/// The network as it was trained.
pub static IMAGE_LEGACY: ImageLegacy = constnet::embed!("image_legacy.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("image_legacy.safetensors")) == 0x8426b4eb4b5389772ef56b5e5d2d2018,
    "image_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);
