//! Written by constnet-onnx from `double_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xddb0e6a8c06baf8eeac9063ed660da9f.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 46 parameters, 368 bytes.
    pub DoubleLegacy<f64>: 3 => (
        Dense<3, 4, f64>, // node `/0/Gemm` (Gemm)
        LeakyRelu, // node `/1/LeakyRelu` (LeakyRelu)
        Dense<4, 4, f64>, // node `/2/Gemm` (Gemm)
        Softplus, // node `/3/Softplus` (Softplus)
        Dense<4, 2, f64>, // node `/4/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DOUBLE_LEGACY: DoubleLegacy = constnet::embed!("double_legacy.safetensors");

constnet::budget!(DoubleLegacy, SVector<f64, 3> => flash <= 368, ram <= 88);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("double_legacy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xc6cfa5a504d9b127e31430fc6c2fdcdd,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f64, 3>;
        type Y = SVector<f64, 2>;
        let bytes = include_bytes!("double_legacy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f64, _>(&super::DOUBLE_LEGACY, 3e-11);
        assert_eq!(found, Ok(()));
    }
}
