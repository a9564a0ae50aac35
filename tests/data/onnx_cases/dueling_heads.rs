//! Written by constnet-onnx from `dueling_heads.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0x33c5dd06a637318427fe665da4cc368c.

use constnet::prelude::*;

graph! {
    /// 8 inputs; 3 outputs.
    ///
    /// 108 parameters, 432 bytes.
    pub struct DuelingHeads: 8 => 3 {
        fc1: (
            Dense<8, 6>, // node `fc1` (Gemm)
            Relu, // node `relu_a` (Relu)
        ),
        v: Dense<6, 3>, // node `v` (Gemm)
        adv: Dense<6, 3>, // node `adv` (Gemm)
        layers: Dense<3, 3>, // node `reducemean_m` (ReduceMean)
        sum: Sum, // node `sub_c` (Sub)
        q: Sum, // node `add_q` (Add)
    }
    |obs| {
        fc1 = fc1(obs);
        v = v(fc1);
        adv = adv(fc1);
        layers = layers(adv);
        sum = sum(adv, layers);
        q(v, sum)
    }
}

/// The network as it was trained.
pub static DUELING_HEADS: DuelingHeads = constnet::embed!("dueling_heads.safetensors");

constnet::budget!(DuelingHeads, SVector<f32, 8> => flash <= 432, ram <= 196);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("dueling_heads.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xc7f585b721fcaeb371d56d13592299b1,
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
        type Y = SVector<f32, 3>;
        let bytes = include_bytes!("dueling_heads.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::DUELING_HEADS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
