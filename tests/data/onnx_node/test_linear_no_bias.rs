//! Written by constnet-onnx from `test_linear_no_bias.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0x8f0d980b1f971142775f765c441dda94.

use constnet::prelude::*;

network!(
    /// 10 inputs; 8 outputs.
    ///
    /// 88 parameters, 352 bytes.
    pub TestLinearNoBias: 10 => (
        Dense<10, 8>, // the node of `3` (MatMul)
    ) => 8
);

/// The network as it was trained.
pub static TEST_LINEAR_NO_BIAS: TestLinearNoBias =
    constnet::embed!("test_linear_no_bias.safetensors");

constnet::budget!(TestLinearNoBias, SVector<f32, 10> => flash <= 352, ram <= 72);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_linear_no_bias.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x04b7d4e044d69e89b339e93520357dc9,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 10>;
        type Y = SVector<f32, 8>;
        let bytes = include_bytes!("test_linear_no_bias.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_LINEAR_NO_BIAS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
