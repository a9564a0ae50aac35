//! Written by constnet-onnx from `batch_norm_and_average.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x0dc83e77ebe784f1de34bfef68a124f5.

use constnet::prelude::*;

network!(
    /// 84 inputs; 2 outputs.
    ///
    /// 126 parameters, 504 bytes.
    pub BatchNormAndAverage: [[2; 7]; 6] => (
        Conv2d<2, 4, 3, 3, 6, 7, (Dilate<2>, Pad<2>)>, // node `c1` (Conv)
        HardSwish, // node `hardswish_h` (HardSwish)
        Conv2d<4, 4, 3, 3, 3, 4, (Stride<2>, Pad<0, 1, 1, 1>), 1>, // node `depth` (Conv)
        AvgPool<2, 2, 2, 3, Stride<1>>, // node `averagepool_p` (AveragePool)
        GlobalAvgPool, // node `globalaveragepool_g` (GlobalAveragePool)
        Dense<4, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static BATCH_NORM_AND_AVERAGE: BatchNormAndAverage =
    constnet::embed!("batch_norm_and_average.safetensors");

constnet::budget!(BatchNormAndAverage, [[SVector<f32, 2>; 7]; 6] => flash <= 504, ram <= 1680);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("batch_norm_and_average.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xc358e15f55f1e120fe746a5453a0c99f,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 2>; 7]; 6];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("batch_norm_and_average.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::BATCH_NORM_AND_AVERAGE, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
