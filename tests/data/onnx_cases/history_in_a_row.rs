//! Written by constnet-onnx from `history_in_a_row.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x7cb13c9c969436da5b9e90cec3997067.

use constnet::prelude::*;

network!(
    /// 18 inputs; 2 outputs.
    ///
    /// 63 parameters, 252 bytes.
    pub HistoryInARow: [3; 6] => (
        Dense<3, 4>, // node `fc1` (Gemm)
        Elu, // node `elu_a` (Elu)
        WindowConv1d<4, 3, 2, 3, Stride<2>>, // node `c1` (Conv)
        Flatten<9, Chw>, // node `flatten_f` (Flatten)
        Dense<9, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static HISTORY_IN_A_ROW: HistoryInARow = constnet::embed!("history_in_a_row.safetensors");

constnet::budget!(HistoryInARow, [SVector<f32, 3>; 6] => flash <= 252, ram <= 264);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("history_in_a_row.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x29df7cc610306846bc969f32c1f27820,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [SVector<f32, 3>; 6];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("history_in_a_row.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::HISTORY_IN_A_ROW, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
