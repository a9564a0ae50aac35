//! Written by constnet-onnx from `frames_by_steps.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xfcf4295eec85e147e8d61f33e8b0dc67.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [4, 3] row after row; 2 outputs.
    ///
    /// 14 parameters, 56 bytes.
    pub FramesBySteps: 12 => (
        Slice<3, 6>, // node `slice_s` (Slice)
        Dense<6, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static FRAMES_BY_STEPS: FramesBySteps = constnet::embed!("frames_by_steps.safetensors");

constnet::budget!(FramesBySteps, SVector<f32, 12> => flash <= 56, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("frames_by_steps.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xaa771ee5cbd3faa6ed1a633005c60b68,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 12>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("frames_by_steps.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::FRAMES_BY_STEPS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
