//! Written by constnet-onnx from `doubles.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xb6c657ff7ab6c06c908bec3d114636df.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("doubles.safetensors"))
        == 0x608ba2d7232146fd7c88112892c879b7,
    "doubles.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f64, 8>;
        type Y = SVector<f64, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("doubles.safetensors")).unwrap();
        pair.check_within::<f64, _>(&super::DOUBLES, 2e-14).unwrap();
    }
}
