//! Written by constnet-onnx from `dense_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x3ced8ac3dd2962b3baf111b16000c5c3.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 62 parameters, 248 bytes.
    pub DenseLegacy: 3 => (
        Dense<3, 5>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<5, 5>, // node `/3/MatMul` (MatMul)
        Relu, // node `/4/Relu` (Relu)
        Dense<5, 2>, // node `/5/Gemm` (Gemm)
        Softmax, // node `/6/Softmax` (Softmax)
    ) => 2
);

/// The network as it was trained.
pub static DENSE_LEGACY: DenseLegacy = constnet::embed!("dense_legacy.safetensors");

constnet::budget!(DenseLegacy, SVector<f32, 3> => flash <= 248, ram <= 52);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("dense_legacy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x05b937cd5a2378f59ae97121d0f049a4,
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
        let bytes = include_bytes!("dense_legacy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::DENSE_LEGACY, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
