//! Written by constnet-onnx from `padding.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xb86f8c12205a8d65f87555ce856fb481.

use constnet::prelude::*;

network!(
    /// 84 inputs; 2 outputs.
    ///
    /// 107 parameters, 428 bytes.
    pub Padding: [[2; 7]; 6] => (
        Conv2d<2, 3, 3, 3, 5, 8, Pad<1, 2, 0, 1>>, // node `c1` (Conv)
        Relu, // node `relu_r` (Relu)
        MaxPool<3, 3, 2, 4, (Stride<2>, Pad<0, 0, 0, 1>)>, // node `maxpool_m` (MaxPool)
        Flatten<24, Chw>, // node `flatten_f` (Flatten)
        Dense<24, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static PADDING: Padding = constnet::embed!("padding.safetensors");

constnet::budget!(Padding, [[SVector<f32, 2>; 7]; 6] => flash <= 428, ram <= 1296);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("padding.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x7d3729497a23adb8b87695a1db97aef5,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 2>; 7]; 6];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("padding.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::PADDING, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
