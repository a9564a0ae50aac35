//! Written by constnet-onnx from `activations_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 4 inputs; 4 outputs.
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
            Softplus, // node `n3_2` (Softplus)
            Dense<4, 4>, // node `node_linear_8` (Gemm)
            HardSwish, // node `n0_3` (HardSwish)
            Dense<4, 4>, // node `node_linear_9` (Gemm)
            Silu, // node `node_Sigmoid_5` (Sigmoid)
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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("activations_dynamo.safetensors")) == 0x5799155b72153d973067606e64709923,
    "activations_dynamo.safetensors is not the file that was written with this source: run constnet-onnx again"
);
