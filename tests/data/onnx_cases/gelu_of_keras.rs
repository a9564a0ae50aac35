//! Written by constnet-onnx from `gelu_of_keras.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xe343502bb4bedefdcf88a83a50bfd605.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub GeluOfKeras: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Gelu, // node `mul_a` (Mul)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static GELU_OF_KERAS: GeluOfKeras = constnet::embed!("gelu_of_keras.safetensors");

constnet::budget!(GeluOfKeras, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("gelu_of_keras.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x7d8ede9813618318f4cf98ab8086d696,
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
        let bytes = include_bytes!("gelu_of_keras.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::GELU_OF_KERAS, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
