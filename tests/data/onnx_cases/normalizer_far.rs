//! Written by constnet-onnx from `normalizer_far.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x391835c14e3f300a50ed2cf859996f9c.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 84 parameters, 336 bytes.
    pub NormalizerFar: 8 => (
        Standardize<8>, // node `div_z` (Div)
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static NORMALIZER_FAR: NormalizerFar = constnet::embed!("normalizer_far.safetensors");

constnet::budget!(NormalizerFar, SVector<f32, 8> => flash <= 336, ram <= 88);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("normalizer_far.safetensors"))
        == 0x793bfcd94aed48b2aaca267211c7d103,
    "normalizer_far.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("normalizer_far.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::NORMALIZER_FAR, 2e-6).unwrap();
    }
}
