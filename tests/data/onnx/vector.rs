//! Written by constnet-onnx from `vector.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xa1bc70a5db1fde3f851bbe1ebbffa70e.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 26 parameters, 104 bytes.
    pub Vector: 3 => (
        Dense<3, 4>, // node `/0/MatMul` (MatMul)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/MatMul` (MatMul)
    ) => 2
);

/// The network as it was trained.
pub static VECTOR: Vector = constnet::embed!("vector.safetensors");

constnet::budget!(Vector, SVector<f32, 3> => flash <= 104, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("vector.safetensors")) == 0x6cca323e1fd59f4407d7c06b0d65150f,
    "vector.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("vector.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::VECTOR, 1e-6).unwrap();
    }
}
