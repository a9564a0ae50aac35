//! Written by constnet-onnx from `test_single_relu_model.onnx` (`backend-test, opset 9`): not to be edited.
//! Checksum of all other lines: 0xa3358e694b36d9290fce5d25c4e4f871.

use constnet::prelude::*;

network!(
    /// 2 inputs; 2 outputs.
    ///
    /// 0 parameters, 0 bytes.
    pub TestSingleReluModel: 2 => (
        Relu, // node `test` (Relu)
    ) => 2
);

/// The network as it was trained.
pub static TEST_SINGLE_RELU_MODEL: TestSingleReluModel =
    constnet::embed!("test_single_relu_model.safetensors");

constnet::budget!(TestSingleReluModel, SVector<f32, 2> => flash <= 0, ram <= 16);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_single_relu_model.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xa47b1618fc329d34baf9d525bad8ab52,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 2>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("test_single_relu_model.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_SINGLE_RELU_MODEL, 5e-7);
        assert_eq!(found, Ok(()));
    }
}
