//! Written by constnet-onnx from `pixels_in_a_row.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x107533ca3e366bfcfca0965258f4c643.

use constnet::prelude::*;

network!(
    /// 24 inputs; 2 outputs.
    ///
    /// 35 parameters, 140 bytes.
    pub PixelsInARow: 24 => (
        Unflatten<3, 4, 2, Chw>, // node `reshape_image` (Reshape)
        Conv2d<2, 3, 2, 2, 2, 3>, // node `c1` (Conv)
        GlobalMaxPool, // node `reducemax_m` (ReduceMax)
        Dense<3, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static PIXELS_IN_A_ROW: PixelsInARow = constnet::embed!("pixels_in_a_row.safetensors");

constnet::budget!(PixelsInARow, SVector<f32, 24> => flash <= 140, ram <= 264);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("pixels_in_a_row.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x3f3247807afa5b6f80a3d242dbe5fde4,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 24>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("pixels_in_a_row.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::PIXELS_IN_A_ROW, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
