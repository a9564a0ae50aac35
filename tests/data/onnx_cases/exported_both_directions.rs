//! Written by constnet-onnx from `exported_both_directions.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0xd08574dd555d95e3692938da45707c00.

use constnet::prelude::*;

network!(
    /// 15 inputs; 10 outputs.
    ///
    /// 234 parameters, 936 bytes.
    pub ExportedBothDirections: [3; 5] => (
        constnet::layers::Bidirectional<Gru<3, 4>>, // node `node_gru__1` (GRU)
        Concat<8>, // node `node_gru__1` (GRU)
        Dense<8, 2>, // node `node_MatMul_95` (MatMul)
    ) => [2; 5]
);

/// The network as it was trained.
pub static EXPORTED_BOTH_DIRECTIONS: ExportedBothDirections =
    constnet::embed!("exported_both_directions.safetensors");

constnet::budget!(ExportedBothDirections => flash <= 936);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_both_directions.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xf9dec1872852b707a250c23d023fe875,
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
        let bytes = include_bytes!("exported_both_directions.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_BOTH_DIRECTIONS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
