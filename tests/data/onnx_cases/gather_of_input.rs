//! Written by constnet-onnx from `gather_of_input.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x85b5861375f5b6757df518b99a9a74ad.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 38 parameters, 152 bytes.
    pub GatherOfInput: 8 => (
        Slice<2, 3>, // node `gather_some` (Gather)
        Dense<3, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static GATHER_OF_INPUT: GatherOfInput = constnet::embed!("gather_of_input.safetensors");

constnet::budget!(GatherOfInput, SVector<f32, 8> => flash <= 152, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("gather_of_input.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x200768364fbe5f4a93fdac94118d8fb3,
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
        let bytes = include_bytes!("gather_of_input.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::GATHER_OF_INPUT, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
