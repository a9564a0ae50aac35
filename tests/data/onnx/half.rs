//! Written by constnet-onnx from `half.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x16b8aaa86c90601ce04a96a4e14089b9.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 26 parameters, 104 bytes.
    pub Half: 3 => (
        Dense<3, 4>, // node `/0/Gemm` (Gemm)
        Tanh, // node `/1/Tanh` (Tanh)
        Dense<4, 2>, // node `/2/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static HALF: Half = constnet::embed!("half.safetensors");

constnet::budget!(Half, SVector<f32, 3> => flash <= 104, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("half.safetensors")) == 0x1692531da9f5ab6ead228e9f0793cde2,
    "half.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("half.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::HALF, 1e-6).unwrap();
    }
}
