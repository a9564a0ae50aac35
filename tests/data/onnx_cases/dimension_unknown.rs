//! Written by constnet-onnx from `dimension_unknown.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xf6e988b9b3987aac1d40e4e35a2a2464.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub DimensionUnknown: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DIMENSION_UNKNOWN: DimensionUnknown = constnet::embed!("dimension_unknown.safetensors");

constnet::budget!(DimensionUnknown, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("dimension_unknown.safetensors"))
        == 0x267fa1f3282c2e74f76266d5da9104c1,
    "dimension_unknown.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("dimension_unknown.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::DIMENSION_UNKNOWN, 2e-6).unwrap();
    }
}
