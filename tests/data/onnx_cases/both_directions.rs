//! Written by constnet-onnx from `both_directions.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x28465fa532aa4b3890988f24206082d9.

use constnet::prelude::*;

network!(
    /// 15 inputs; 10 outputs.
    ///
    /// 234 parameters, 936 bytes.
    pub BothDirections: [3; 5] => (
        constnet::layers::Bidirectional<Gru<3, 4>>, // node `gru_seq` (GRU)
        Concat<8>, // node `gru_seq` (GRU)
        Dense<8, 2>, // node `matmul_y` (MatMul)
    ) => [2; 5]
);

/// The network as it was trained.
pub static BOTH_DIRECTIONS: BothDirections = constnet::embed!("both_directions.safetensors");

constnet::budget!(BothDirections => flash <= 936);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("both_directions.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xccb9e26b22b8548847ba000c0190393e,
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
        type Y = [SVector<f32, 2>; 5];
        let bytes = include_bytes!("both_directions.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::BOTH_DIRECTIONS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
