//! Written by constnet-onnx from `dense_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xddeecc9c84f10dbfbf0b76ec0f883762.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("dense_legacy.safetensors")) == 0x05b937cd5a2378f59ae97121d0f049a4,
    "dense_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("dense_legacy.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::DENSE_LEGACY, 2e-6).unwrap();
    }
}
