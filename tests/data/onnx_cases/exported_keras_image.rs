//! Written by constnet-onnx from `exported_keras_image.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xb6e2ab2fa81e777680776e6f3e4cef01.

use constnet::prelude::*;

network!(
    /// 72 inputs; 2 outputs.
    ///
    /// 102 parameters, 408 bytes.
    pub ExportedKerasImage: [[2; 6]; 6] => (
        Affine<2>, // node `/Mul` (Mul)
        Conv2d<2, 3, 3, 3, 6, 6, Pad<1>>, // node `/Conv` (Conv)
        Relu, // node `/Relu` (Relu)
        MaxPool<2, 2, 3, 3>, // node `/MaxPool` (MaxPool)
        Conv2d<3, 3, 2, 2, 2, 2, Valid, 1>, // node `/Conv_1` (Conv)
        Flatten<12>, // node `/Reshape_1` (Reshape)
        Dense<12, 2>, // node `/MatMul` (MatMul)
    ) => 2
);

/// The network as it was trained.
pub static EXPORTED_KERAS_IMAGE: ExportedKerasImage =
    constnet::embed!("exported_keras_image.safetensors");

constnet::budget!(ExportedKerasImage, [[SVector<f32, 2>; 6]; 6] => flash <= 408, ram <= 1152);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_keras_image.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xe404f1a6f4cff21a5b6fea0632ea9343,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 2>; 6]; 6];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("exported_keras_image.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_KERAS_IMAGE, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
