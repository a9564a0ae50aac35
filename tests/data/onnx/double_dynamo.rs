//! Written by constnet-onnx from `double_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0xf37f32ea2dfd16df65d671a346820de0.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 46 parameters, 368 bytes.
    pub DoubleDynamo<f64>: 3 => (
        Dense<3, 4, f64>, // node `node_linear` (Gemm)
        LeakyRelu, // node `node_leaky_relu` (LeakyRelu)
        Dense<4, 4, f64>, // node `node_linear_1` (Gemm)
        Softplus, // node `n10` (Where)
        Dense<4, 2, f64>, // node `node_linear_2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DOUBLE_DYNAMO: DoubleDynamo = constnet::embed!("double_dynamo.safetensors");

constnet::budget!(DoubleDynamo, SVector<f64, 3> => flash <= 368, ram <= 88);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("double_dynamo.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x18b39d6fa1b99822c540cffa385511e0,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f64, 3>;
        type Y = SVector<f64, 2>;
        let bytes = include_bytes!("double_dynamo.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f64, _>(&super::DOUBLE_DYNAMO, 8e-15);
        assert_eq!(found, Ok(()));
    }
}
