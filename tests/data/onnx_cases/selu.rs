//! Written by constnet-onnx from `selu.onnx` (`onnx_cases.py, opset 18`): not to be edited.
//! Checksum of all other lines: 0x5b78e73ff6ead6f3f10e07236129398d.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub SeluNet: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Selu, // node `selu_a` (Selu)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static SELU: SeluNet = constnet::embed!("selu.safetensors");

constnet::budget!(SeluNet, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("selu.safetensors"))
        == 0x884c43f8c430c617c7caf13a19910ac5,
    "selu.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("selu.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::SELU, 2e-6).unwrap();
    }
}
