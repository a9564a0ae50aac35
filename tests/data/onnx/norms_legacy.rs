//! Written by constnet-onnx from `norms_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x0f6c956991f0322ce28e8cef63b8eaaf.

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
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("norms_legacy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x37486432a93dc611a092ce80ac63e8c0,
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
        let bytes = include_bytes!("norms_legacy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::NORMS_LEGACY, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
