//! Written by constnet-onnx from `actor_and_critic.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x85bc30152623eacd5a0986a201ffcece.

use constnet::prelude::*;

graph! {
    /// 8 inputs.
    ///
    /// Outputs: `actions` (2), `value` (1).
    ///
    /// 75 parameters, 300 bytes.
    pub struct ActorAndCritic: 8 => (2, 1) {
        fc1: (
            Dense<8, 6>, // node `fc1` (Gemm)
            Tanh, // node `tanh_a` (Tanh)
        ),
        fc2: Dense<6, 2>, // node `fc2` (Gemm)
        critic: Dense<6, 1>, // node `critic` (Gemm)
    }
    |obs| {
        fc1 = fc1(obs);
        (fc2(fc1), critic(fc1))
    }
}

/// The network as it was trained.
pub static ACTOR_AND_CRITIC: ActorAndCritic = constnet::embed!("actor_and_critic.safetensors");

constnet::budget!(ActorAndCritic, SVector<f32, 8> => flash <= 300, ram <= 148);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("actor_and_critic.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x678a0e1c20fb7f0e806c8e56b4f10257,
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
        type Y = (SVector<f32, 2>, SVector<f32, 1>);
        let bytes = include_bytes!("actor_and_critic.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::ACTOR_AND_CRITIC, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
