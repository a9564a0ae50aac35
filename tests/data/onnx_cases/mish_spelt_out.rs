//! Written by constnet-onnx from `mish_spelt_out.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x4f46f1fb4764e77ac9bc2ee1ac61f181.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub MishSpeltOut: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Mish, // node `mul_a` (Mul)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static MISH_SPELT_OUT: MishSpeltOut = constnet::embed!("mish_spelt_out.safetensors");

constnet::budget!(MishSpeltOut, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("mish_spelt_out.safetensors"))
        == 0x6e0db816695372d4242a93d34e8fd295,
    "mish_spelt_out.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("mish_spelt_out.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::MISH_SPELT_OUT, 2e-6).unwrap();
    }
}
