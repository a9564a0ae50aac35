//! Written by constnet-onnx from `activations_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.

use constnet::prelude::*;

network!(
    /// 4 inputs; 4 outputs.
    pub ActivationsLegacy: 4 => (
        (
            Dense<4, 4>, // node `/0/Gemm` (Gemm)
            LeakyRelu<Ratio<1, 5>>, // node `/1/LeakyRelu` (LeakyRelu)
            Dense<4, 4>, // node `/2/Gemm` (Gemm)
            Elu, // node `/3/Elu` (Elu)
            Dense<4, 4>, // node `/4/Gemm` (Gemm)
            Gelu, // node `/5/Gelu` (Gelu)
            Dense<4, 4>, // node `/6/Gemm` (Gemm)
            Sigmoid, // node `/7/Sigmoid` (Sigmoid)
            Dense<4, 4>, // node `/8/Gemm` (Gemm)
            HardSigmoid, // node `/9/HardSigmoid` (HardSigmoid)
            Dense<4, 4>, // node `/10/Gemm` (Gemm)
            Tanh, // node `/11/Tanh` (Tanh)
            Dense<4, 4>, // node `/12/Gemm` (Gemm)
            HardTanh, // node `/13/Clip` (Clip)
            Dense<4, 4>, // node `/14/Gemm` (Gemm)
            Softplus, // node `/15/Softplus` (Softplus)
            Dense<4, 4>, // node `/16/Gemm` (Gemm)
            HardSwish, // node `/17/HardSwish` (HardSwish)
            Dense<4, 4>, // node `/18/Gemm` (Gemm)
            Silu, // node `/19/Sigmoid` (Sigmoid)
        ),
        (
            Dense<4, 4>, // node `/20/Gemm` (Gemm)
            Softmax, // node `/21/Softmax` (Softmax)
            Dense<4, 4>, // node `/22/Gemm` (Gemm)
            LogSoftmax, // node `/23/LogSoftmax` (LogSoftmax)
        ),
    ) => 4
);

/// The network as it was trained.
pub static ACTIVATIONS_LEGACY: ActivationsLegacy =
    constnet::embed!("activations_legacy.safetensors");

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("activations_legacy.safetensors")) == 0x676a545751646a30b9d52816fd82dc1c,
    "activations_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);
