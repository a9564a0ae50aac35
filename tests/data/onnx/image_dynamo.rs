//! Written by constnet-onnx from `image_dynamo.onnx` (`pytorch 2.15.0+cu132, opset 20`): not to be edited.
//! Checksum of all other lines: 0x093fb1f5f08ef1a2ad20eded275f779c.

use constnet::prelude::*;

network!(
    /// 12 inputs, the numbers of [1, 3, 4] row after row; 3 outputs.
    ///
    /// 39 parameters, 156 bytes.
    pub ImageDynamo: 12 => (
        Dense<12, 3>, // node `node_linear` (Gemm)
    ) => 3
);

/// The network as it was trained.
pub static IMAGE_DYNAMO: ImageDynamo = constnet::embed!("image_dynamo.safetensors");

constnet::budget!(ImageDynamo, SVector<f32, 12> => flash <= 156, ram <= 60);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("image_dynamo.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x83078d0ce4510824f6cc55a6a987a990,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 12>;
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("image_dynamo.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::IMAGE_DYNAMO, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
