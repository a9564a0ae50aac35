//! Written by constnet-onnx from `test_softmax_lastdim.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0x970337f053c2a545d22643501fce8eed.

use constnet::prelude::*;

network!(
    /// 128 inputs; 128 outputs.
    ///
    /// 0 parameters, 0 bytes.
    pub TestSoftmaxLastdim: 128 => (
        Softmax, // the node of `1` (Softmax)
    ) => 128
);

/// The network as it was trained.
pub static TEST_SOFTMAX_LASTDIM: TestSoftmaxLastdim =
    constnet::embed!("test_softmax_lastdim.safetensors");

constnet::budget!(TestSoftmaxLastdim, SVector<f32, 128> => flash <= 0, ram <= 1024);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_softmax_lastdim.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xe4a8fad645702fb0a8157649eee82c27,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 128>;
        type Y = SVector<f32, 128>;
        let bytes = include_bytes!("test_softmax_lastdim.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_SOFTMAX_LASTDIM, 5e-7);
        assert_eq!(found, Ok(()));
    }
}
