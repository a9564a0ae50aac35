//! Written by constnet-onnx from `double_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0x637130825f6fc5c36533bebc6da7352f.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("double_dynamo.safetensors")) == 0x18b39d6fa1b99822c540cffa385511e0,
    "double_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f64, 3>;
        type Y = SVector<f64, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("double_dynamo.safetensors")).unwrap();
        pair.check_within::<f64, _>(&super::DOUBLE_DYNAMO, 8e-15).unwrap();
    }
}
