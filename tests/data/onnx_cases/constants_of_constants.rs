//! Written by constnet-onnx from `constants_of_constants.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xfb1d50100a078e44ca87cfac56c8f441.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub ConstantsOfConstants: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static CONSTANTS_OF_CONSTANTS: ConstantsOfConstants =
    constnet::embed!("constants_of_constants.safetensors");

constnet::budget!(ConstantsOfConstants, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("constants_of_constants.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x868e22f99d45e0af67b1e378efa66b34,
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
        let bytes = include_bytes!("constants_of_constants.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::CONSTANTS_OF_CONSTANTS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
