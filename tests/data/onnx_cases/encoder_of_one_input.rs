//! Written by constnet-onnx from `encoder_of_one_input.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xa1389973fd452a0f9411d1adc8257f64.

use constnet::prelude::*;

graph! {
    /// Inputs: `proprio` (5), `heights` (3).
    ///
    /// Outputs: `actions` (2).
    ///
    /// 80 parameters, 320 bytes.
    pub struct EncoderOfOneInput: (5, 3) => 2 {
        encoder: (
            Dense<3, 3>, // node `encoder` (Gemm)
            Relu, // node `relu_er` (Relu)
        ),
        actions: (
            Concat<8>, // node `concat_x` (Concat)
            Dense<8, 6>, // node `fc1` (Gemm)
            Tanh, // node `tanh_a` (Tanh)
            Dense<6, 2>, // node `fc2` (Gemm)
        ),
    }
    |proprio, heights| {
        encoder = encoder(heights);
        actions(proprio, encoder)
    }
}

/// The network as it was trained.
pub static ENCODER_OF_ONE_INPUT: EncoderOfOneInput =
    constnet::embed!("encoder_of_one_input.safetensors");

constnet::budget!(EncoderOfOneInput, (SVector<f32, 5>, SVector<f32, 3>) => flash <= 320, ram <= 140);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("encoder_of_one_input.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x2190b9673f570b6ed7f9e4445fb7497e,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = (SVector<f32, 5>, SVector<f32, 3>);
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("encoder_of_one_input.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::ENCODER_OF_ONE_INPUT, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
