//! Written by constnet-onnx from `test_linear.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0xa81422fdbce25ecf1489cfadc58ff1a0.

use constnet::prelude::*;

network!(
    /// 10 inputs; 8 outputs.
    ///
    /// 88 parameters, 352 bytes.
    pub TestLinear: 10 => (
        Dense<10, 8>, // the node of `3` (Gemm)
    ) => 8
);

/// The network as it was trained.
pub static TEST_LINEAR: TestLinear = constnet::embed!("test_linear.safetensors");

constnet::budget!(TestLinear, SVector<f32, 10> => flash <= 352, ram <= 72);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_linear.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x18a9b2d1f859d9f655da58dc6b194660,
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
        let bytes = include_bytes!("test_linear.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_LINEAR, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
