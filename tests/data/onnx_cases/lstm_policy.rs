//! Written by constnet-onnx from `lstm_policy.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x6b4a1313d193a44e1ad815d6e4e8f9a9.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// A stream, whose state is the file's inputs `h_in` (4), `c_in` (4).
    ///
    /// 138 parameters, 552 bytes.
    pub LstmPolicy: [3; _] => (
        Lstm<3, 4>, // node `lstm_seq` (LSTM)
        Dense<4, 2>, // node `fc` (Gemm)
    ) => [2; _]
);

/// The network as it was trained.
pub static LSTM_POLICY: LstmPolicy = constnet::embed!("lstm_policy.safetensors");

constnet::budget!(LstmPolicy, SVector<f32, 3> => flash <= 552, ram <= 36, state <= 32);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("lstm_policy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x1edb5d56c1d522c928cee24e80836847,
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
        let bytes = include_bytes!("lstm_policy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::LSTM_POLICY, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
