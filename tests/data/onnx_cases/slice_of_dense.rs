//! Written by constnet-onnx from `slice_of_dense.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x51d010bd761f305ff548d778467fe31c.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub SliceOfDense: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static SLICE_OF_DENSE: SliceOfDense = constnet::embed!("slice_of_dense.safetensors");

constnet::budget!(SliceOfDense, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "a loop over the bytes of a file ends")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!("slice_of_dense.safetensors"))
        == 0x22759fb5cd04d3faff7d9bb2551580ef,
    "slice_of_dense.safetensors is not the file that was written with this source: run constnet-onnx again"
);

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 8>;
        type Y = SVector<f32, 2>;
        let pair = TestPair::<X, Y>::read(include_bytes!("slice_of_dense.safetensors")).unwrap();
        pair.check_within::<f32, _>(&super::SLICE_OF_DENSE, 2e-6).unwrap();
    }
}
