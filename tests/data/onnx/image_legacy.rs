//! Written by constnet-onnx from `image_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x2be649d757fa419398bccbb03013b322.

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
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("image_legacy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x099f73af144d60e93079a2fe51b1bf71,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 12>;
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("image_legacy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::IMAGE_LEGACY, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
