//! Written by constnet-onnx from `test_log_softmax_lastdim.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0x433852e244ae27755935453ed3965317.

use constnet::prelude::*;

network!(
    /// 128 inputs; 128 outputs.
    ///
    /// 0 parameters, 0 bytes.
    pub TestLogSoftmaxLastdim: 128 => (
        LogSoftmax, // the node of `1` (LogSoftmax)
    ) => 128
);

/// The network as it was trained.
pub static TEST_LOG_SOFTMAX_LASTDIM: TestLogSoftmaxLastdim =
    constnet::embed!("test_log_softmax_lastdim.safetensors");

constnet::budget!(TestLogSoftmaxLastdim, SVector<f32, 128> => flash <= 0, ram <= 1024);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_log_softmax_lastdim.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xfd04a2f58875defe3cab052599d25c96,
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
        let bytes = include_bytes!("test_log_softmax_lastdim.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_LOG_SOFTMAX_LASTDIM, 5e-7);
        assert_eq!(found, Ok(()));
    }
}
