//! Written by constnet-onnx from `max_then_min.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x1a30e304d7c70964297579113afcb7d0.

use constnet::prelude::*;

constant!(
    /// A setting of the file's.
    pub Setting1 = 1.0000000150474662e30
);

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub MaxThenMin: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
        Clamp<Ratio<-1, 4>, Setting1>, // node `min_actions` (Min)
    ) => 2
);

/// The network as it was trained.
pub static MAX_THEN_MIN: MaxThenMin = constnet::embed!("max_then_min.safetensors");

constnet::budget!(MaxThenMin, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("max_then_min.safetensors"))
        == 0x267fa1f3282c2e74f76266d5da9104c1,
    "max_then_min.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("max_then_min.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::MAX_THEN_MIN, 2e-6).unwrap();
    }
}
