//! Written by constnet-onnx from `exported_script.onnx` (`pytorch 2.15.0, opset 20`): not to be edited.
//! Checksum of all other lines: 0x0ec92a0a4dfd2438b80faa855c1eb7d9.

use constnet::prelude::*;

network!(
    /// 40 inputs; 2 outputs.
    ///
    /// 95 parameters, 380 bytes.
    pub ExportedScript: [[2; 5]; 4] => (
        Conv2d<2, 3, 3, 3, 2, 3>, // node `/see/Conv` (Conv)
        Relu, // node `/Relu` (Relu)
        Flatten<18, Chw>, // node `/Flatten` (Flatten)
        Dense<18, 2>, // node `/say/Gemm` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static EXPORTED_SCRIPT: ExportedScript = constnet::embed!("exported_script.safetensors");

constnet::budget!(ExportedScript, [[SVector<f32, 2>; 5]; 4] => flash <= 380, ram <= 304);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_script.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x3fc2de6e94ff32359b305adbbc0dd28d,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 2>; 5]; 4];
        type Y = SVector<f32, 2>;
        let bytes = include_bytes!("exported_script.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_SCRIPT, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
