//! Written by constnet-onnx from `image_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x8e9341948e320bb7e0d094a97e6336db.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [1, 3, 4] row after row; 3 outputs.
    ///
    /// 39 parameters, 156 bytes.
    pub ImageLegacy: 12 => (
        Dense<12, 3>, // node `/1/Gemm` (Gemm)
    ) => 3
);

/// The network as it was trained.
pub static IMAGE_LEGACY: ImageLegacy = constnet::embed!("image_legacy.safetensors");

constnet::budget!(ImageLegacy, SVector<f32, 12> => flash <= 156, ram <= 60);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("image_legacy.safetensors")) == 0x099f73af144d60e93079a2fe51b1bf71,
    "image_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 12>;
        type Y = SVector<f32, 3>;
        let pair = TestPair::<X, Y>::read(include_bytes!("image_legacy.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::IMAGE_LEGACY, 2e-6).unwrap();
    }
}
