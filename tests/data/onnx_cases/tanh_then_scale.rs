//! Written by constnet-onnx from `tanh_then_scale.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x1ee4b42666eadf3f76c2d12bcfe411cc.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 72 parameters, 288 bytes.
    pub TanhThenScale: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Tanh, // node `tanh_a` (Tanh)
        Dense<6, 2>, // node `fc2` (Gemm)
        Tanh, // node `tanh_t` (Tanh)
        Unstandardize<2>, // node `add_actions` (Add)
    ) => 2
);

/// The network as it was trained.
pub static TANH_THEN_SCALE: TanhThenScale = constnet::embed!("tanh_then_scale.safetensors");

constnet::budget!(TanhThenScale, SVector<f32, 8> => flash <= 288, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("tanh_then_scale.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xf7f27d1e05dd1607b7f8735e7bc4a5e8,
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
        let bytes = include_bytes!("tanh_then_scale.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TANH_THEN_SCALE, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
