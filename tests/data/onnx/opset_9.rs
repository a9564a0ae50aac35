//! Written by constnet-onnx from `opset_9.onnx` (`pytorch 2.15.0, opset 9`): not to be edited.
//! Checksum of all other lines: 0x1b7f7591edb7bb41118206fb22f5b973.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 26 parameters, 104 bytes.
    pub Opset9: 3 => (
        Dense<3, 4>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static OPSET_9: Opset9 = constnet::embed!("opset_9.safetensors");

constnet::budget!(Opset9, SVector<f32, 3> => flash <= 104, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("opset_9.safetensors")) == 0xe3a5115ecd8fb1bfad8d61c604987374,
    "opset_9.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("opset_9.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::OPSET_9, 1e-6).unwrap();
    }
}
