//! Written by constnet-onnx from `softsign.onnx` (`onnx_cases.py, opset 18`): not to be edited.
//! Checksum of all other lines: 0x162013c5bbae0ca47c841f2cf30e0ea8.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub SoftsignNet: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Softsign, // node `softsign_a` (Softsign)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static SOFTSIGN: SoftsignNet = constnet::embed!("softsign.safetensors");

constnet::budget!(SoftsignNet, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("softsign.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xc3ff3cbc8fcd5de2c590c538888bd999,
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
        let bytes = include_bytes!("softsign.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::SOFTSIGN, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
