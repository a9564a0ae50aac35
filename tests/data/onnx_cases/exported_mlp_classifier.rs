//! Written by constnet-onnx from `exported_mlp_classifier.onnx` (`skl2onnx 1.20.0, opset 21`): not to be edited.
//! Checksum of all other lines: 0x11b317c74e061c486ac4bfb13c1e3dca.
//!
//! Options: `--output probabilities`

use constnet::prelude::*;

network!(
    /// 4 inputs; 3 outputs.
    ///
    /// 51 parameters, 204 bytes.
    pub ExportedMlpClassifier: 4 => (
        Dense<4, 6>, // node `MatMul` (MatMul)
        Relu, // node `Relu` (Relu)
        Dense<6, 3>, // node `MatMul1` (MatMul)
        Softmax, // node `Relu1` (Softmax)
    ) => 3
);

/// The network as it was trained.
pub static EXPORTED_MLP_CLASSIFIER: ExportedMlpClassifier =
    constnet::embed!("exported_mlp_classifier.safetensors");

constnet::budget!(ExportedMlpClassifier, SVector<f32, 4> => flash <= 204, ram <= 64);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_mlp_classifier.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x9914ccbda6eb6cc78f7b8508e00cef31,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 4>;
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("exported_mlp_classifier.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_MLP_CLASSIFIER, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
