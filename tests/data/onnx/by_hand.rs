//! Written by constnet-onnx from `by_hand.onnx` (`onnx.helper, opset 24`): not to be edited.
//! Checksum of all other lines: 0x741337be992bfe9b27d0ce16a11a7152.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("by_hand.safetensors")) == 0xfda98655591c2bedd9918a385565c212,
    "by_hand.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("by_hand.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::BY_HAND, 1e-6).unwrap();
    }
}
