//! Written by constnet-onnx from `normalizer_far.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x6c8137bcacaea5ffc3ac8d972931cda6.

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
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("normalizer_far.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x793bfcd94aed48b2aaca267211c7d103,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("normalizer_far.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::NORMALIZER_FAR, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
