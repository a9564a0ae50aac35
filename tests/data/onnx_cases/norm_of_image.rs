//! Written by constnet-onnx from `norm_of_image.onnx` (`onnx_cases.py, opset 14`): not to be edited.
//! Checksum of all other lines: 0xef62bd03fc2d1cca21e059a70d4104bd.

use constnet::prelude::*;

network!(
    /// 24 inputs; 4 outputs.
    ///
    /// 8 parameters, 32 bytes.
    pub NormOfImage: [[4; 2]; 3] => (
        Affine<4>, // node `batchnormalization_n` (BatchNormalization)
        Relu, // node `relu_r` (Relu)
        GlobalMaxPool, // node `globalmaxpool_g` (GlobalMaxPool)
    ) => 4
);

/// The network as it was trained.
pub static NORM_OF_IMAGE: NormOfImage = constnet::embed!("norm_of_image.safetensors");

constnet::budget!(NormOfImage, [[SVector<f32, 4>; 2]; 3] => flash <= 32, ram <= 288);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("norm_of_image.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xe87f378bd943b66168fe47913e890c3a,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 4>; 2]; 3];
        type Y = SVector<f32, 4>;
        let bytes = include_bytes!("norm_of_image.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::NORM_OF_IMAGE, 5e-7);
        assert_eq!(found, Ok(()));
    }
}
