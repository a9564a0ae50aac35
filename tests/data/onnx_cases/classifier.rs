//! Written by constnet-onnx from `classifier.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xca4999cb17ed58775826fae983ac4921.
//!
//! Options: `--output probabilities`

use constnet::prelude::*;

network!(
    /// 8 inputs; 3 outputs.
    ///
    /// 27 parameters, 108 bytes.
    pub Classifier: 8 => (
        Dense<8, 3>, // node `classifier` (LinearClassifier)
        Softmax, // node `classifier` (LinearClassifier)
    ) => 3
);

/// The network as it was trained.
pub static CLASSIFIER: Classifier = constnet::embed!("classifier.safetensors");

constnet::budget!(Classifier, SVector<f32, 8> => flash <= 108, ram <= 56);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("classifier.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xc1144f6026d13978590fee3048f90262,
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
        let bytes = include_bytes!("classifier.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::CLASSIFIER, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
