//! Written by constnet-onnx from `residual.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x321a71bfcb4e27a1b56df763c3272324.

use constnet::prelude::*;

graph! {
    /// 8 inputs; 8 outputs.
    ///
    /// 110 parameters, 440 bytes.
    pub struct Residual: 8 => 8 {
        trunk: (
            Dense<8, 6>, // node `fc1` (Gemm)
            Tanh, // node `tanh_a` (Tanh)
            Dense<6, 8>, // node `fc2` (Gemm)
        ),
        actions: (
            Sum, // node `add_r` (Add)
            Relu, // node `relu_actions` (Relu)
        ),
    }
    |obs| {
        trunk = trunk(obs);
        actions(obs, trunk)
    }
}

/// The network as it was trained.
pub static RESIDUAL: Residual = constnet::embed!("residual.safetensors");

constnet::budget!(Residual, SVector<f32, 8> => flash <= 440, ram <= 224);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("residual.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x97070692ff4647a08d3d76e2f4132426,
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
        type Y = SVector<f32, 8>;
        let bytes = include_bytes!("residual.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::RESIDUAL, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
