//! Written by constnet-onnx from `windows_of_sequences.onnx` (`onnx_cases.py, opset 20`): not to be edited.
//! Checksum of all other lines: 0xc737db7d86914d31cb5fe3c0c2c8dbd9.

use constnet::prelude::*;

network!(
    /// 14 inputs; 2 outputs.
    ///
    /// 41 parameters, 164 bytes.
    pub WindowsOfSequences: [2; 7] => (
        WindowConv1d<2, 3, 3, 4, (Stride<2>, Pad<0, 1>)>, // node `c1` (Conv)
        GeluTanh, // node `gelu_g` (Gelu)
        MaxPool<1, 2, 1, 3, Stride<1>>, // node `maxpool_p` (MaxPool)
        Flatten<9, Chw>, // node `flatten_f` (Flatten)
        Dense<9, 2>, // node `fc` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static WINDOWS_OF_SEQUENCES: WindowsOfSequences =
    constnet::embed!("windows_of_sequences.safetensors");

constnet::budget!(WindowsOfSequences, [SVector<f32, 2>; 7] => flash <= 164, ram <= 152);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("windows_of_sequences.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x2b9b16be84d6ee6f7b1ea54473ab76c7,
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
        let bytes = include_bytes!("windows_of_sequences.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::WINDOWS_OF_SEQUENCES, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
