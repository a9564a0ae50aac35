//! Written by constnet-onnx from `test_softmax.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0x4d5382eb93b3c00005656b494f7a581c.

use constnet::prelude::*;

network!(
    /// 20 inputs; 20 outputs.
    ///
    /// 0 parameters, 0 bytes.
    pub TestSoftmax: 20 => (
        Softmax, // the node of `1` (Softmax)
    ) => 20
);

/// The network as it was trained.
pub static TEST_SOFTMAX: TestSoftmax = constnet::embed!("test_softmax.safetensors");

constnet::budget!(TestSoftmax, SVector<f32, 20> => flash <= 0, ram <= 160);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("test_softmax.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x0c6e29d8216d4f1c605a52473c5deefa,
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
        let bytes = include_bytes!("test_softmax.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TEST_SOFTMAX, 5e-7);
        assert_eq!(found, Ok(()));
    }
}
