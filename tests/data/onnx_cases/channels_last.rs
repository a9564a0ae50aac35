//! Written by constnet-onnx from `channels_last.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x3b9c0b0b26e7e28a7e4e74077fc008cb.

use constnet::prelude::*;

network!(
    /// 32 inputs; 2 outputs.
    ///
    /// 83 parameters, 332 bytes.
    pub ChannelsLast: [[2; 4]; 4] => (
        Conv2d<2, 3, 3, 3, 2, 2>, // node `c1` (Conv)
        Flatten<12>, // node `reshape_f` (Reshape)
        Dense<12, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static CHANNELS_LAST: ChannelsLast = constnet::embed!("channels_last.safetensors");

constnet::budget!(ChannelsLast, [[SVector<f32, 2>; 4]; 4] => flash <= 332, ram <= 224);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("channels_last.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x726a00d42d8b0ba0a45783baee952bbc,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 2>; 4]; 4];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("channels_last.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::CHANNELS_LAST, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
