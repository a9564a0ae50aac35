//! Written by constnet-onnx from `regressor.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xf3a7d636d039b4e86e474966ac670180.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 18 parameters, 72 bytes.
    pub Regressor: 8 => (
        Dense<8, 2>, // node `regressor` (LinearRegressor)
    ) => 2
);

/// The network as it was trained.
pub static REGRESSOR: Regressor = constnet::embed!("regressor.safetensors");

constnet::budget!(Regressor, SVector<f32, 8> => flash <= 72, ram <= 40);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("regressor.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x094aef44ede47319620479190691d5bd,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("regressor.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::REGRESSOR, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
