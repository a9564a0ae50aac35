//! Written by constnet-onnx from `split_half_used.onnx` (`onnx_cases.py, opset 11`): not to be edited.
//! Checksum of all other lines: 0x7d10d21719eb959efd4588ffb08374b4.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub SplitHalfUsed: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
        Tanh, // node `tanh_actions` (Tanh)
    ) => 2
);

/// The network as it was trained.
pub static SPLIT_HALF_USED: SplitHalfUsed = constnet::embed!("split_half_used.safetensors");

constnet::budget!(SplitHalfUsed, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("split_half_used.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x183b23d56d65bca4cc27b7d3513f4636,
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
        let bytes = include_bytes!("split_half_used.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::SPLIT_HALF_USED, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
