//! Written by constnet-onnx from `gru_reset_before.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xbda736636a416e7d4726a86ba55e4aa9.

use constnet::prelude::*;

network!(
    /// 15 inputs; 2 outputs.
    ///
    /// 118 parameters, 472 bytes.
    pub GruResetBefore: [3; 5] => (
        Gru<3, 4, f32, (Sigmoid, Tanh), constnet::layers::ResetBefore>, // node `gru_seq` (GRU)
        Last, // node `gather_e` (Gather)
        Dense<4, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static GRU_RESET_BEFORE: GruResetBefore = constnet::embed!("gru_reset_before.safetensors");

constnet::budget!(GruResetBefore => flash <= 472);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("gru_reset_before.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x9cb2e1bbe0d50a70ec2d630a05e37022,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [SVector<f32, 3>; 5];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("gru_reset_before.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::GRU_RESET_BEFORE, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
