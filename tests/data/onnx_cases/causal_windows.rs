//! Written by constnet-onnx from `causal_windows.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x5e6454149addc4199db205f225470330.

use constnet::prelude::*;

network!(
    /// 14 inputs; 2 outputs.
    ///
    /// 29 parameters, 116 bytes.
    pub CausalWindows: [2; 7] => (
        WindowConv1d<2, 3, 3, 7, Pad<0, 2, 0, 0>>, // node `slice_s` (Slice)
        Relu, // node `relu_r` (Relu)
        Last, // node `gather_e` (Gather)
        Dense<3, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static CAUSAL_WINDOWS: CausalWindows = constnet::embed!("causal_windows.safetensors");

constnet::budget!(CausalWindows, [SVector<f32, 2>; 7] => flash <= 116, ram <= 224);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("causal_windows.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x6729b8725a79144a85fe56b8c5009268,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [SVector<f32, 2>; 7];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("causal_windows.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::CAUSAL_WINDOWS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
