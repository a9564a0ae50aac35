//! Written by constnet-onnx from `test_logsoftmax.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0x2d85b994db7427e621022cb120d762b7.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    ///
    /// 0 parameters, 0 bytes.
    pub TestLogsoftmax: 20 => (
        LogSoftmax, // the node of `1` (LogSoftmax)
    ) => 20
);

/// The network as it was trained.
pub static TEST_LOGSOFTMAX: TestLogsoftmax = constnet::embed!("test_logsoftmax.safetensors");

constnet::budget!(TestLogsoftmax, SVector<f32, 20> => flash <= 0, ram <= 160);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_logsoftmax.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xdcf8b362392a00c530f93df9ba478d07,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 20>;
        type Y = SVector<f32, 20>;
        let bytes = include_bytes!("test_logsoftmax.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_LOGSOFTMAX, 5e-7);
        assert_eq!(found, Ok(()));
    }
}
