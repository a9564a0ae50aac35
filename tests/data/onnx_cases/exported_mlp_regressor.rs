//! Written by constnet-onnx from `exported_mlp_regressor.onnx` (`skl2onnx 1.20.0, opset 21`): not to be edited.
//! Checksum of all other lines: 0xc71aee8b3fc871356f057ba5e20bdb1a.

use constnet::prelude::*;

network!(
    /// 4 inputs; 2 outputs.
    ///
    /// 44 parameters, 176 bytes.
    pub ExportedMlpRegressor: 4 => (
        Dense<4, 6>, // node `MatMul` (MatMul)
        Tanh, // node `Tanh` (Tanh)
        Dense<6, 2>, // node `MatMul1` (MatMul)
    ) => 2
);

/// The network as it was trained.
pub static EXPORTED_MLP_REGRESSOR: ExportedMlpRegressor =
    constnet::embed!("exported_mlp_regressor.safetensors");

constnet::budget!(ExportedMlpRegressor, SVector<f32, 4> => flash <= 176, ram <= 64);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_mlp_regressor.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x4b7b817e03817f4f970726f090dffa39,
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
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("exported_mlp_regressor.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_MLP_REGRESSOR, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
