//! Written by constnet-onnx from `rnn_last_state.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x19269d2741a7624cd7a750fe8a9f0bee.

use constnet::prelude::*;

network!(
    /// 15 inputs; 2 outputs.
    ///
    /// 42 parameters, 168 bytes.
    pub RnnLastState: [3; 5] => (
        Rnn<3, 4>, // node `rnn_` (RNN)
        Last, // node `rnn_` (RNN)
        Dense<4, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static RNN_LAST_STATE: RnnLastState = constnet::embed!("rnn_last_state.safetensors");

constnet::budget!(RnnLastState => flash <= 168);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("rnn_last_state.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x91bf5fa6827183a09ae9fc378ece361f,
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
        let bytes = include_bytes!("rnn_last_state.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::RNN_LAST_STATE, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
