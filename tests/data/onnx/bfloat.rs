//! Written by constnet-onnx from `bfloat.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0x38c89079c3e26afeb0c5b63a546a5b6b.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 26 parameters, 104 bytes.
    pub Bfloat: 3 => (
        Dense<3, 4>, // node `node_linear` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        Dense<4, 2>, // node `node_linear_1` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static BFLOAT: Bfloat = constnet::embed!("bfloat.safetensors");

constnet::budget!(Bfloat, SVector<f32, 3> => flash <= 104, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("bfloat.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xe957d0a92f2061bccec1b2a0d72e9856,
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
        let bytes = include_bytes!("bfloat.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::BFLOAT, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
