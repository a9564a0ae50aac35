//! Written by constnet-onnx from `silu_spelt_out.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x80fc3373e67fe0ea7e43f4239345756d.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub SiluSpeltOut: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Silu, // node `mul_a` (Mul)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static SILU_SPELT_OUT: SiluSpeltOut = constnet::embed!("silu_spelt_out.safetensors");

constnet::budget!(SiluSpeltOut, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("silu_spelt_out.safetensors"))
        == 0xfd857f85ddd3467ea1fcc3da598c0694,
    "silu_spelt_out.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("silu_spelt_out.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::SILU_SPELT_OUT, 2e-6).unwrap();
    }
}
