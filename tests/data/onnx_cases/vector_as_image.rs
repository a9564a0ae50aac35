//! Written by constnet-onnx from `vector_as_image.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xa72958ae54e572fa5bfea8c49a021bb4.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 371 parameters, 1484 bytes.
    pub VectorAsImage: 8 => (
        Dense<8, 32>, // node `fc0` (Gemm)
        Unflatten<4, 4, 2>, // node `reshape_image` (Reshape)
        Conv2d<2, 3, 2, 2, 3, 3>, // node `c1` (Conv)
        Relu, // node `relu_r` (Relu)
        Flatten<27, Chw>, // node `flatten_f` (Flatten)
        Dense<27, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static VECTOR_AS_IMAGE: VectorAsImage = constnet::embed!("vector_as_image.safetensors");

constnet::budget!(VectorAsImage, SVector<f32, 8> => flash <= 1484, ram <= 288);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("vector_as_image.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x4ac662d98c085c96f24f9ab1bf864638,
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
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("vector_as_image.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::VECTOR_AS_IMAGE, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
