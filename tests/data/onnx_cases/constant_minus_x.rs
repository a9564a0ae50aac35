//! Written by constnet-onnx from `constant_minus_x.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x21ded67351e340d4ab9d6bbf4920b955.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 72 parameters, 288 bytes.
    pub ConstantMinusX: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
        Sigmoid, // node `sigmoid_p` (Sigmoid)
        Unstandardize<2>, // node `sub_actions` (Sub)
    ) => 2
);

/// The network as it was trained.
pub static CONSTANT_MINUS_X: ConstantMinusX = constnet::embed!("constant_minus_x.safetensors");

constnet::budget!(ConstantMinusX, SVector<f32, 8> => flash <= 288, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("constant_minus_x.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xdd92a254f4a7c3bbd86ea6633fc3a1e6,
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
        let bytes = include_bytes!("constant_minus_x.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::CONSTANT_MINUS_X, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
