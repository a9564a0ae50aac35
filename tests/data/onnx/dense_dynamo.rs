//! Written by constnet-onnx from `dense_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0x190201e308211c5c12b01389c0399725.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 62 parameters, 248 bytes.
    pub DenseDynamo: 3 => (
        Dense<3, 5>, // node `node_linear` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        Dense<5, 5>, // node `node_linear_1` (Gemm)
        Relu, // node `node_relu` (Relu)
        Dense<5, 2>, // node `node_linear_2` (Gemm)
        Softmax, // node `node_softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static DENSE_DYNAMO: DenseDynamo = constnet::embed!("dense_dynamo.safetensors");

constnet::budget!(DenseDynamo, SVector<f32, 3> => flash <= 248, ram <= 52);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("dense_dynamo.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x4b0ca3b522ebf376cac4e9a74c6bc598,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("dense_dynamo.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::DENSE_DYNAMO, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
