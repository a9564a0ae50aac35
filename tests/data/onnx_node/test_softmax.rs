//! Written by constnet-onnx from `test_softmax.onnx` (`pytorch 0.3, opset 7`): not to be edited.
//! Checksum of all other lines: 0xb6017cd559b80faf552eea9a5985dedb.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("test_softmax.safetensors")) == 0x0c6e29d8216d4f1c605a52473c5deefa,
    "test_softmax.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 20>;
        type Y = SVector<f32, 20>;
        let pair = TestPair::<X, Y>::read(include_bytes!("test_softmax.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::TEST_SOFTMAX, 5e-7).unwrap();
    }
}
