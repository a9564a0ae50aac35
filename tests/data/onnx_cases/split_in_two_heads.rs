//! Written by constnet-onnx from `split_in_two_heads.onnx` (`onnx_cases.py, opset 18`): not to be edited.
//! Checksum of all other lines: 0xbc23125b843554630f71e847973d6a85.

use constnet::prelude::*;

graph! {
    /// 8 inputs.
    ///
    /// Outputs: `loc` (2), `deviation` (2).
    ///
    /// 82 parameters, 328 bytes.
    pub struct SplitInTwoHeads: 8 => (2, 2) {
        fc1: (
            Dense<8, 6>, // node `fc1` (Gemm)
            Tanh, // node `tanh_a` (Tanh)
        ),
        fc2: Dense<6, 2>, // node `fc2` (Gemm)
        fc2_2: (
            Dense<6, 2>, // node `fc2` (Gemm)
            Softplus, // node `softplus_deviation` (Softplus)
        ),
    }
    |obs| {
        fc1 = fc1(obs);
        (fc2(fc1), fc2_2(fc1))
    }
}

/// The network as it was trained.
pub static SPLIT_IN_TWO_HEADS: SplitInTwoHeads = constnet::embed!("split_in_two_heads.safetensors");

constnet::budget!(SplitInTwoHeads, SVector<f32, 8> => flash <= 328, ram <= 152);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("split_in_two_heads.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x385b890036935093890e9d50f4222a31,
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
        type Y = (SVector<f32, 2>, SVector<f32, 2>);
        let bytes = include_bytes!("split_in_two_heads.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::SPLIT_IN_TWO_HEADS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
