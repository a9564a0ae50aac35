//! Written by constnet-onnx from `einsum.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x431611c8cfde20247757a534063276ce.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub Einsum: 8 => (
        Dense<8, 6>, // node `einsum_h` (Einsum)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static EINSUM: Einsum = constnet::embed!("einsum.safetensors");

constnet::budget!(Einsum, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("einsum.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xf8ca481fc1b1cda14ac6079b7842ff1b,
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
        let bytes = include_bytes!("einsum.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EINSUM, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
