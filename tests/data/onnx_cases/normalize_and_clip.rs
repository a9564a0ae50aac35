//! Written by constnet-onnx from `normalize_and_clip.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xa5bd9aa8a59557cedc890c3aeff6795d.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 84 parameters, 336 bytes.
    pub NormalizeAndClip: 8 => (
        Standardize<8>, // node `div_z` (Div)
        Clamp<Ratio<-5>, Ratio<5>>, // node `clip_c` (Clip)
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static NORMALIZE_AND_CLIP: NormalizeAndClip =
    constnet::embed!("normalize_and_clip.safetensors");

constnet::budget!(NormalizeAndClip, SVector<f32, 8> => flash <= 336, ram <= 96);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("normalize_and_clip.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x6ea2229f732657809087dc482f21e150,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("normalize_and_clip.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::NORMALIZE_AND_CLIP, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
