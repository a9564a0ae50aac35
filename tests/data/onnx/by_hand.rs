//! Written by constnet-onnx from `by_hand.onnx` (`onnx.helper, opset 24`): not to be edited.
//! Checksum of all other lines: 0xb087f1592698fdfde3ceacd567d5e213.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 46 parameters, 184 bytes.
    pub ByHand: 3 => (
        Dense<3, 4>, // node `gemm` (Gemm)
        LeakyRelu, // node `default slope` (LeakyRelu)
        Dense<4, 4>, // the node of `h3` (Gemm)
        HardTanh, // the node of `h4` (Clip)
        Dense<4, 2>, // the node of `h5` (MatMul)
        Silu, // the node of `h7` (Swish)
    ) => 2
);

/// The network as it was trained.
pub static BY_HAND: ByHand = constnet::embed!("by_hand.safetensors");

constnet::budget!(ByHand, SVector<f32, 3> => flash <= 184, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("by_hand.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xfda98655591c2bedd9918a385565c212,
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
        let bytes = include_bytes!("by_hand.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::BY_HAND, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
