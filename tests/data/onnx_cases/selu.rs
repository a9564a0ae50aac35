//! Written by constnet-onnx from `selu.onnx` (`onnx_cases.py, opset 18`): not to be edited.
//! Checksum of all other lines: 0x223fe52abf8733c8d24c0d5b6d07485d.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub SeluNet: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Selu, // node `selu_a` (Selu)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static SELU: SeluNet = constnet::embed!("selu.safetensors");

constnet::budget!(SeluNet, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("selu.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x884c43f8c430c617c7caf13a19910ac5,
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
        let bytes = include_bytes!("selu.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::SELU, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
