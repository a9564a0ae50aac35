//! Written by constnet-onnx from `memory_of_ml_agents.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xd5700a1a4fa154fc5784fc6b3e847860.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// A stream, whose state is the file's inputs `recurrent_in` (8).
    ///
    /// Left out, because drawn at random: `continuous_actions`.
    ///
    /// 138 parameters, 552 bytes.
    pub MemoryOfMlAgents: [3; _] => (
        Lstm<3, 4>, // node `lstm_seq` (LSTM)
        Dense<4, 2>, // node `fc` (Gemm)
        HardTanh, // node `clip_d` (Clip)
    ) => [2; _]
);

/// The network as it was trained.
pub static MEMORY_OF_ML_AGENTS: MemoryOfMlAgents =
    constnet::embed!("memory_of_ml_agents.safetensors");

constnet::budget!(MemoryOfMlAgents, SVector<f32, 3> => flash <= 552, ram <= 36, state <= 32);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("memory_of_ml_agents.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x517011884d774e870268c5ff8e46396d,
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
        let bytes = include_bytes!("memory_of_ml_agents.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::MEMORY_OF_ML_AGENTS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
