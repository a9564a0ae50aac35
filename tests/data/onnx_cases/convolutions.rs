//! Written by constnet-onnx from `convolutions.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xdb466586ff0c6fa9e1dc3e372720606b.

use constnet::prelude::*;

network!(
    /// 84 inputs; 2 outputs.
    ///
    /// 141 parameters, 564 bytes.
    pub Convolutions: [[2; 7]; 6] => (
        Conv2d<2, 4, 3, 3, 6, 7, Pad<1>>, // node `c1` (Conv)
        Relu, // node `relu_b` (Relu)
        MaxPool<2, 2, 3, 3>, // node `maxpool_p` (MaxPool)
        Conv2d<4, 3, 2, 2, 2, 1, Stride<1, 2>>, // node `c2` (Conv)
        Relu, // node `relu_e` (Relu)
        Flatten<6, Chw>, // node `flatten_f` (Flatten)
        Dense<6, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static CONVOLUTIONS: Convolutions = constnet::embed!("convolutions.safetensors");

constnet::budget!(Convolutions, [[SVector<f32, 2>; 7]; 6] => flash <= 564, ram <= 1680);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("convolutions.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x61ddba9ba9150bc9e6851c67e4039a55,
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
        let bytes = include_bytes!("convolutions.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::CONVOLUTIONS, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
