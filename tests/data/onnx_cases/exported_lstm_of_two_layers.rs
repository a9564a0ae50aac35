//! Written by constnet-onnx from `exported_lstm_of_two_layers.onnx` (`pytorch 2.15.0, opset 17`): not to be edited.
//! Checksum of all other lines: 0x52a7a261fd534e041d59e20384c5b787.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// A stream, whose state is the file's inputs `h_in` (8), `c_in` (8).
    ///
    /// 282 parameters, 1128 bytes.
    pub ExportedLstmOfTwoLayers: [3; _] => (
        Lstm<3, 4>, // node `/rnn/LSTM` (LSTM)
        Lstm<4, 4>, // node `/rnn/LSTM_1` (LSTM)
        Dense<4, 2>, // node `/actor/Gemm` (Gemm)
    ) => [2; _]
);

/// The network as it was trained.
pub static EXPORTED_LSTM_OF_TWO_LAYERS: ExportedLstmOfTwoLayers =
    constnet::embed!("exported_lstm_of_two_layers.safetensors");

constnet::budget!(ExportedLstmOfTwoLayers, SVector<f32, 3> => flash <= 1128, ram <= 44, state <= 64);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_lstm_of_two_layers.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x7551704276c9ec4dac9bcf9ac71cc7ad,
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
        let bytes = include_bytes!("exported_lstm_of_two_layers.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_LSTM_OF_TWO_LAYERS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
