//! Written by constnet-onnx from `exported_sb3_policy.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0xfb34c984693a99474643273efbe6b72b.

use constnet::prelude::*;

network!(
    /// 4 inputs; 2 outputs.
    ///
    /// 94 parameters, 376 bytes.
    pub ExportedSb3Policy: 4 => (
        Standardize<4>, // node `/Div` (Div)
        Clamp<Ratio<-10>, Ratio<10>>, // node `/Clip` (Clip)
        Dense<4, 6>, // node `/policy_net/policy_net.0/Gemm` (Gemm)
        Tanh, // node `/policy_net/policy_net.1/Tanh` (Tanh)
        Dense<6, 6>, // node `/policy_net/policy_net.2/Gemm` (Gemm)
        Tanh, // node `/policy_net/policy_net.3/Tanh` (Tanh)
        Dense<6, 2>, // node `/action_net/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static EXPORTED_SB3_POLICY: ExportedSb3Policy =
    constnet::embed!("exported_sb3_policy.safetensors");

constnet::budget!(ExportedSb3Policy, SVector<f32, 4> => flash <= 376, ram <= 64);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_sb3_policy.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xa557bfd30bd33bf4f8412d1f99090945,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 4>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("exported_sb3_policy.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_SB3_POLICY, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
