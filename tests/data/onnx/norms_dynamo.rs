//! Written by constnet-onnx from `norms_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0x26ee793c536ae059049d94f08c15eac5.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 62 parameters, 248 bytes.
    pub NormsDynamo: 3 => (
        Dense<3, 4>, // node `node_Gemm_37` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        LayerNorm<4>, // node `node_layer_norm` (LayerNormalization)
        Dense<4, 4>, // node `node_linear_1` (Gemm)
        LayerNorm<4>, // node `node_layer_norm_1` (LayerNormalization)
        Dense<4, 2>, // node `node_Gemm_38` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static NORMS_DYNAMO: NormsDynamo = constnet::embed!("norms_dynamo.safetensors");

constnet::budget!(NormsDynamo, SVector<f32, 3> => flash <= 248, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("norms_dynamo.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x959ffdf37ab475383aa07231d8cd33c2,
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
        let bytes = include_bytes!("norms_dynamo.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::NORMS_DYNAMO, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
