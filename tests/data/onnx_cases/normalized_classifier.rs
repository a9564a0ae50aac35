//! Written by constnet-onnx from `normalized_classifier.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xe9ac37854e505d1083535e386bd090b8.

use constnet::prelude::*;

network!(
    /// 8 inputs; 3 outputs.
    ///
    /// 27 parameters, 108 bytes.
    pub NormalizedClassifier: 8 => (
        Dense<8, 3>, // node `classifier` (LinearClassifier)
        Softmax, // node `classifier` (LinearClassifier)
    ) => 3
);

/// The network as it was trained.
pub static NORMALIZED_CLASSIFIER: NormalizedClassifier =
    constnet::embed!("normalized_classifier.safetensors");

constnet::budget!(NormalizedClassifier, SVector<f32, 8> => flash <= 108, ram <= 56);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("normalized_classifier.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x372123927848e6ca693549e1e872b07b,
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
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("normalized_classifier.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::NORMALIZED_CLASSIFIER, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
