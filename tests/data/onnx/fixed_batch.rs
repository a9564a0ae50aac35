//! Written by constnet-onnx from `fixed_batch.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0xba946920ae56d9a433bdaaf2cd1ed32d.

use constnet::prelude::*;

network!(
    /// 3 inputs; 2 outputs.
    ///
    /// 26 parameters, 104 bytes.
    pub FixedBatch: 3 => (
        Dense<3, 4>, // node `node_linear` (Gemm)
        Tanh, // node `node_tanh` (Tanh)
        Dense<4, 2>, // node `node_linear_1` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static FIXED_BATCH: FixedBatch = constnet::embed!("fixed_batch.safetensors");

constnet::budget!(FixedBatch, SVector<f32, 3> => flash <= 104, ram <= 44);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("fixed_batch.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x34fa7f573cee20d582cbf7660598ccda,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 3>;
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("fixed_batch.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::FIXED_BATCH, 1e-6);
        assert_eq!(found, Ok(()));
    }
}
