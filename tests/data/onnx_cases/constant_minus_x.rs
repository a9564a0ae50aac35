//! Written by constnet-onnx from `constant_minus_x.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xf31339a92cfa600247e818d0fca32ef6.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("constant_minus_x.safetensors"))
        == 0xdd92a254f4a7c3bbd86ea6633fc3a1e6,
    "constant_minus_x.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("constant_minus_x.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::CONSTANT_MINUS_X, 2e-6).unwrap();
    }
}
