//! Written by constnet-onnx from `norms_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0xab842afd364c6b50611727bd3287405c.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("norms_dynamo.safetensors")) == 0x959ffdf37ab475383aa07231d8cd33c2,
    "norms_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("norms_dynamo.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::NORMS_DYNAMO, 1e-6).unwrap();
    }
}
