//! Written by constnet-onnx from `norms_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x0f42b61dca09cfd9f8ee4b944d2fc3c2.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 62 parameters, 248 bytes.
    pub NormsLegacy: 3 => (
        Dense<3, 4>, // node `/1/Gemm` (Gemm)
        Tanh, // node `/3/Tanh` (Tanh)
        LayerNorm<4>, // node `/4/LayerNormalization` (LayerNormalization)
        Dense<4, 4>, // node `/5/Gemm` (Gemm)
        LayerNorm<4>, // node `/6/LayerNormalization` (LayerNormalization)
        Dense<4, 2>, // node `/7/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static NORMS_LEGACY: NormsLegacy = constnet::embed!("norms_legacy.safetensors");

constnet::budget!(NormsLegacy, SVector<f32, 3> => flash <= 248, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("norms_legacy.safetensors")) == 0x37486432a93dc611a092ce80ac63e8c0,
    "norms_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("norms_legacy.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::NORMS_LEGACY, 1e-6).unwrap();
    }
}
