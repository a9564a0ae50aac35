//! Written by constnet-onnx from `activations_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x7ed1beba357c9ff013b0725441c70c3e.

use constnet::prelude::*;

network!(
    /// 4 inputs; 4 outputs.
    ///
    /// 240 parameters, 960 bytes.
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
            Silu, // node `/19/Mul` (Mul)
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

constnet::budget!(ActivationsLegacy, SVector<f32, 4> => flash <= 960, ram <= 64);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("activations_legacy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x5572825d48fac73117312594947c8344,
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
        let bytes = include_bytes!("activations_legacy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::ACTIVATIONS_LEGACY, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
