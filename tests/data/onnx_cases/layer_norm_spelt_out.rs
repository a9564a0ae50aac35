//! Written by constnet-onnx from `layer_norm_spelt_out.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x8f21f1c6e5bdf82456fed4842ccff2b0.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 80 parameters, 320 bytes.
    pub LayerNormSpeltOut: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        LayerNorm<6>, // node `div_n` (Div)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static LAYER_NORM_SPELT_OUT: LayerNormSpeltOut =
    constnet::embed!("layer_norm_spelt_out.safetensors");

constnet::budget!(LayerNormSpeltOut, SVector<f32, 8> => flash <= 320, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("layer_norm_spelt_out.safetensors"))
        == 0xd8e677f4b6e2c858bae1c51d85d52740,
    "layer_norm_spelt_out.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair =
            TestPair::<X, Y>::read(include_bytes!("layer_norm_spelt_out.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::LAYER_NORM_SPELT_OUT, 2e-6).unwrap();
    }
}
