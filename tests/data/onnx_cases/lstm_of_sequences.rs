//! Written by constnet-onnx from `lstm_of_sequences.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x0ab294c12323a5e42f0fca66034b3da3.

use constnet::prelude::*;

network!(
    /// 15 inputs; 2 outputs.
    ///
    /// 138 parameters, 552 bytes.
    pub LstmOfSequences: [3; 5] => (
        Lstm<3, 4>, // node `lstm_seq` (LSTM)
        Last, // node `gather_e` (Gather)
        Dense<4, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static LSTM_OF_SEQUENCES: LstmOfSequences = constnet::embed!("lstm_of_sequences.safetensors");

constnet::budget!(LstmOfSequences => flash <= 552);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("lstm_of_sequences.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x5f354661692808981340546b4d98a49a,
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
        let bytes = include_bytes!("lstm_of_sequences.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::LSTM_OF_SEQUENCES, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
