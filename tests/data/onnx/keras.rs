//! Written by constnet-onnx from `keras.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xcc20958f55605f40a9b8cecf5c621c18.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 66 parameters, 264 bytes.
    pub Keras: 3 => (
        Dense<3, 4>, // node `/MatMul` (MatMul)
        Tanh, // node `/Tanh` (Tanh)
        Dense<4, 4>, // node `/MatMul_1` (MatMul)
        Silu, // node `/Mul_1` (Mul)
        Dense<4, 4>, // node `/MatMul_2` (MatMul)
        LeakyRelu<Ratio<3, 10>>, // node `/LeakyRelu` (LeakyRelu)
        Dense<4, 2>, // node `/MatMul_3` (MatMul)
        Softmax, // node `/Softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static KERAS: Keras = constnet::embed!("keras.safetensors");

constnet::budget!(Keras, SVector<f32, 3> => flash <= 264, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("keras.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x8a09d5d9057b76fa1c536fe8647c689f,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("keras.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::KERAS, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
