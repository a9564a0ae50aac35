//! Written by constnet-onnx from `elu_by_where.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xbaeecaa28acc4ec09fd205fcdbe62b0d.

use constnet::prelude::*;

network!(
    /// 8 inputs; 2 outputs.
    ///
    /// 68 parameters, 272 bytes.
    pub EluByWhere: 8 => (
        Dense<8, 6>, // node `fc1` (Gemm)
        Elu, // node `where_a` (Where)
        Dense<6, 2>, // node `fc2` (Gemm)
    ) => 2
);

/// The network as it was trained.
pub static ELU_BY_WHERE: EluByWhere = constnet::embed!("elu_by_where.safetensors");

constnet::budget!(EluByWhere, SVector<f32, 8> => flash <= 272, ram <= 80);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("elu_by_where.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0x377af127c314941593fc8d2e4fb8d6c5,
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
        let bytes = include_bytes!("elu_by_where.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::ELU_BY_WHERE, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
