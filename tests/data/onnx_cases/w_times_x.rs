//! Written by constnet-onnx from `w_times_x.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x704c378d3ea44ea419a9f210758ce8aa.

use constnet::prelude::*;

network!(
    /// 4 inputs; 3 outputs.
    ///
    /// 15 parameters, 60 bytes.
    pub WTimesX: 4 => (
        Dense<4, 3>, // node `matmul_m` (MatMul)
    ) => 3
);

/// The network as it was trained.
pub static W_TIMES_X: WTimesX = constnet::embed!("w_times_x.safetensors");

constnet::budget!(WTimesX, SVector<f32, 4> => flash <= 60, ram <= 28);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("w_times_x.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x78e1bf363e6f781ad465abca2244ec22,
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
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("w_times_x.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::W_TIMES_X, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
