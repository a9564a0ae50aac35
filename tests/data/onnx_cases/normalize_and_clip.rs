//! Written by constnet-onnx from `normalize_and_clip.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xdfd55ca0b431c9d221d30e767b3e8e36.

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
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("normalize_and_clip.safetensors"))
        == 0x6ea2229f732657809087dc482f21e150,
    "normalize_and_clip.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair =
            TestPair::<X, Y>::read(include_bytes!("normalize_and_clip.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::NORMALIZE_AND_CLIP, 2e-6).unwrap();
    }
}
