//! Written by constnet-onnx from `test_linear_no_bias.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0x787ac28135bb7de2272bbab835ae6761.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_linear_no_bias.safetensors")) == 0x04b7d4e044d69e89b339e93520357dc9,
    "test_linear_no_bias.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 10>;
        type Y = SVector<f32, 8>;
        let pair = TestPair::<X, Y>::read(include_bytes!("test_linear_no_bias.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::TEST_LINEAR_NO_BIAS, 2e-6).unwrap();
    }
}
