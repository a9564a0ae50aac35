//! Written by constnet-onnx from `exported_causal_windows.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0x7d7308f4d232f6935273872cb279aae2.

use constnet::prelude::*;

network!(
    /// 16 inputs; 2 outputs.
    ///
    /// 90 parameters, 360 bytes.
    pub ExportedCausalWindows: [2; 8] => (
        WindowConv1d<2, 4, 3, 8, Pad<0, 2, 0, 0>>, // node `node_slice_1` (Slice)
        Relu, // node `node_relu` (Relu)
        WindowConv1d<4, 4, 3, 8, (Dilate<2>, Pad<0, 4, 0, 0>)>, // node `node_slice_2` (Slice)
        Relu, // node `node_relu_1` (Relu)
        Last, // node `node_select` (Gather)
        Dense<4, 2>, // node `node_linear` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static EXPORTED_CAUSAL_WINDOWS: ExportedCausalWindows =
    constnet::embed!("exported_causal_windows.safetensors");

constnet::budget!(ExportedCausalWindows, [SVector<f32, 2>; 8] => flash <= 360, ram <= 320);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_causal_windows.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x6df478fd505cc07d3b6abff918fbcae7,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [SVector<f32, 2>; 8];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("exported_causal_windows.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_CAUSAL_WINDOWS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
