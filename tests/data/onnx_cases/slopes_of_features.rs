//! Written by constnet-onnx from `slopes_of_features.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x387056ab0fe5fcc44ebcc874efad3a03.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 74 parameters, 296 bytes.
    pub SlopesOfFeatures: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        PRelu<6>, // node `prelu_a` (PRelu)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static SLOPES_OF_FEATURES: SlopesOfFeatures =
    constnet::embed!("slopes_of_features.safetensors");

constnet::budget!(SlopesOfFeatures, SVector<f32, 8> => flash <= 296, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("slopes_of_features.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x5109d9c142da73032be98aaecd037ab1,
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
        let bytes = include_bytes!("slopes_of_features.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::SLOPES_OF_FEATURES, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
