//! Written by constnet-onnx from `deep_skip.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xb71eb594a06240ce085df9cd07c91765.

use constnet::prelude::*;

graph! {
    /// 8 inputs.
    ///
    /// Outputs: `probabilities` (3), `value` (1).
    ///
    /// 153 parameters, 612 bytes.
    pub struct DeepSkip: 8 => (3, 1) {
        trunk: (
            Dense<8, 6>, // node `trunk.0` (Gemm)
            Relu, // node `relu_a` (Relu)
        ),
        trunk_2: (
            Concat<14>, // node `concat_s` (Concat)
            Dense<14, 5>, // node `trunk.2` (Gemm)
            Relu, // node `relu_b` (Relu)
        ),
        actor: (
            Dense<5, 3>, // node `actor.0` (Gemm)
            Softmax, // node `softmax_probabilities` (Softmax)
        ),
        critic: Dense<5, 1>, // node `critic.0` (Gemm)
    }
    |obs| {
        trunk = trunk(obs);
        trunk_2 = trunk_2(trunk, obs);
        (actor(trunk_2), critic(trunk_2))
    }
}

/// The network as it was trained.
pub static DEEP_SKIP: DeepSkip = constnet::embed!("deep_skip.safetensors");

constnet::budget!(DeepSkip, SVector<f32, 8> => flash <= 612, ram <= 224);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("deep_skip.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xa8e06a18c23453125930c6f7a7fbb53d,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = (SVector<f32, 3>, SVector<f32, 1>);
        let bytes = include_bytes!("deep_skip.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::DEEP_SKIP, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
