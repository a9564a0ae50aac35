//! Written by constnet-onnx from `vector.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xd2afcbef77fe78533f1a77ef328acbf0.

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
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("vector.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x6cca323e1fd59f4407d7c06b0d65150f,
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
        let bytes = include_bytes!("vector.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::VECTOR, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
