//! Written by constnet-onnx from `keras.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xd7361b542c998226da111cde20b58be1.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("keras.safetensors")) == 0x8a09d5d9057b76fa1c536fe8647c689f,
    "keras.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("keras.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::KERAS, 1e-6).unwrap();
    }
}
