//! Written by constnet-onnx from `exported_dueling_heads.onnx` (`pytorch 2.15.0, opset 17`): not to be edited.
//! Checksum of all other lines: 0xb18841aea2269a5428ec6dd1d3fc1d65.

use constnet::prelude::*;

graph! {
    /// 4 inputs; 3 outputs.
    ///
    /// 84 parameters, 336 bytes.
    pub struct ExportedDuelingHeads: 4 => 3 {
        trunk: (
            Dense<4, 6>, // node `/trunk/Gemm` (Gemm)
            Relu, // node `/Relu` (Relu)
        ),
        advantage: Dense<6, 3>, // node `/advantage/Gemm` (Gemm)
        value: Dense<6, 3>, // node `/value/Gemm` (Gemm)
        sum: Sum, // node `/Add` (Add)
        layers: Dense<3, 3>, // node `/ReduceMean` (ReduceMean)
        y: Sum, // node `/Sub` (Sub)
    }
    |x| {
        trunk = trunk(x);
        advantage = advantage(trunk);
        value = value(trunk);
        sum = sum(value, advantage);
        layers = layers(advantage);
        y(sum, layers)
    }
}

/// The network as it was trained.
pub static EXPORTED_DUELING_HEADS: ExportedDuelingHeads =
    constnet::embed!("exported_dueling_heads.safetensors");

constnet::budget!(ExportedDuelingHeads, SVector<f32, 4> => flash <= 336, ram <= 164);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("exported_dueling_heads.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xaa2668292f2c2a8e51b785811dcea5c7,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = SVector<f32, 4>;
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("exported_dueling_heads.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::EXPORTED_DUELING_HEADS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
