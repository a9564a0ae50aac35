//! Written by constnet-onnx from `activations_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0xca893736c1c740a143336b26f6338db5.

use constnet::prelude::*;

network!(
    /// 4 inputs; 4 outputs.
    ///
    /// 240 parameters, 960 bytes.
    pub ActivationsDynamo: 4 => (
        (
            Dense<4, 4>, // node `node_linear` (Gemm)
            LeakyRelu<Ratio<1, 5>>, // node `node_leaky_relu` (LeakyRelu)
            Dense<4, 4>, // node `node_linear_1` (Gemm)
            Elu, // node `node_Elu_4` (Elu)
            Dense<4, 4>, // node `node_linear_2` (Gemm)
            Gelu, // node `node_gelu` (Gelu)
            Dense<4, 4>, // node `node_linear_3` (Gemm)
            Sigmoid, // node `node_sigmoid` (Sigmoid)
            Dense<4, 4>, // node `node_linear_4` (Gemm)
            HardSigmoid, // node `node_hardsigmoid` (HardSigmoid)
            Dense<4, 4>, // node `node_linear_5` (Gemm)
            Tanh, // node `node_tanh` (Tanh)
            Dense<4, 4>, // node `node_linear_6` (Gemm)
            HardTanh, // node `n4` (Clip)
            Dense<4, 4>, // node `node_linear_7` (Gemm)
            Softplus, // node `n10` (Where)
            Dense<4, 4>, // node `node_linear_8` (Gemm)
            HardSwish, // node `n0_3` (HardSwish)
            Dense<4, 4>, // node `node_linear_9` (Gemm)
            Silu, // node `node_silu` (Mul)
        ),
        (
            Dense<4, 4>, // node `node_linear_10` (Gemm)
            Softmax, // node `node_softmax` (Softmax)
            Dense<4, 4>, // node `node_linear_11` (Gemm)
            LogSoftmax, // node `node_log_softmax` (LogSoftmax)
        ),
    ) => 4
);

/// The network as it was trained.
pub static ACTIVATIONS_DYNAMO: ActivationsDynamo =
    constnet::embed!("activations_dynamo.safetensors");

constnet::budget!(ActivationsDynamo, SVector<f32, 4> => flash <= 960, ram <= 64);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("activations_dynamo.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x64325b1022454575e2f433b2c96c1070,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 4>;
        type Y = SVector<f32, 4>;
        let bytes = include_bytes!("activations_dynamo.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::ACTIVATIONS_DYNAMO, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
