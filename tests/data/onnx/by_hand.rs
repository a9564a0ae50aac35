//! Written by constnet-onnx from `by_hand.onnx` (`onnx.helper, opset 24`): not to be edited.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
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

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("by_hand.safetensors")) == 0x0968614ae3202258f06331a4bfd420c8,
    "by_hand.safetensors is not the file that was written with this source: run constnet-onnx again"
);
