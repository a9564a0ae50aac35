//! Written by constnet-onnx from `gru_of_two_layers.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x751752cba16f488d58264abc8c36a852.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// A stream, whose state is the file's inputs `h_in` (8).
    ///
    /// 238 parameters, 952 bytes.
    pub GruOfTwoLayers: [3; _] => (
        Gru<3, 4>, // node `gru_y1` (GRU)
        Gru<4, 4>, // node `gru_y2` (GRU)
        Dense<4, 2>, // node `fc` (Gemm)
    ) => [2; _]
);

/// The network as it was trained.
pub static GRU_OF_TWO_LAYERS: GruOfTwoLayers = constnet::embed!("gru_of_two_layers.safetensors");

constnet::budget!(GruOfTwoLayers, SVector<f32, 3> => flash <= 952, ram <= 44, state <= 32);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("gru_of_two_layers.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xa52fd6fe02d28c56a8251a5f5c99191d,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [SVector<f32, 3>; 4];
        type Y = [SVector<f32, 2>; 4];
        let bytes = include_bytes!("gru_of_two_layers.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::GRU_OF_TWO_LAYERS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
