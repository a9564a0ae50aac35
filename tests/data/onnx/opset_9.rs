//! Written by constnet-onnx from `opset_9.onnx` (`pytorch 2.15.0, opset 9`): not to be edited.
//! Checksum of all other lines: 0x45cea0bdecea3028afabd827a48fc79e.

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
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("opset_9.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xe3a5115ecd8fb1bfad8d61c604987374,
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
        let bytes = include_bytes!("opset_9.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::OPSET_9, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
