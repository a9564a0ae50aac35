//! Written by constnet-onnx from `doubles.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xff4ea236db47bff18f5a562b8d347106.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 544 bytes.
    pub Doubles<f64>: 8 => (
        Dense<8, 6, f64>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2, f64>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static DOUBLES: Doubles = constnet::embed!("doubles.safetensors");

constnet::budget!(Doubles, SVector<f64, 8> => flash <= 544, ram <= 160);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("doubles.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x608ba2d7232146fd7c88112892c879b7,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f64, 8>;
        type Y = SVector<f64, 2>;
        let bytes = include_bytes!("doubles.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f64, _>(&super::DOUBLES, 2e-14);
        assert_eq!(found, Ok(()));
    }
}
