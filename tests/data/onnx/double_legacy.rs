//! Written by constnet-onnx from `double_legacy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xb79226ddfc433dd75869097f4f29a1b7.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("double_legacy.safetensors")) == 0xc6cfa5a504d9b127e31430fc6c2fdcdd,
    "double_legacy.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f64, 3>;
        type Y = SVector<f64, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("double_legacy.safetensors")).unwrap();
        pair.check_within::<f64, _>(&super::DOUBLE_LEGACY, 3e-11).unwrap();
    }
}
