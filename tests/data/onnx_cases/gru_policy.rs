//! Written by constnet-onnx from `gru_policy.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x48957ca6480d6d94917fed7615561b3a.

use constnet::prelude::*;

graph! {
    /// 3 inputs.
    ///
    /// Outputs: `actions` (2), `value` (1).
    ///
    /// A stream, whose state is the file's inputs `h_in` (4).
    ///
    /// 123 parameters, 492 bytes.
    pub struct GruPolicy: [3; _] => ([2; _], [1; _]) {
        trunk: Gru<3, 4>, // node `gru_seq` (GRU)
        fc: Dense<4, 2>, // node `fc` (Gemm)
        critic: Dense<4, 1>, // node `critic` (Gemm)
    }
    |obs| {
        trunk = trunk(obs);
        (fc(trunk), critic(trunk))
    }
}

/// The network as it was trained.
pub static GRU_POLICY: GruPolicy = constnet::embed!("gru_policy.safetensors");

constnet::budget!(GruPolicy, SVector<f32, 3> => flash <= 492, ram <= 68, state <= 16);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("gru_policy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xaee2c79fae9db34913706570d1bb2548,
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
        type Y = ([SVector<f32, 2>; 4], [SVector<f32, 1>; 4]);
        let bytes = include_bytes!("gru_policy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::GRU_POLICY, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
