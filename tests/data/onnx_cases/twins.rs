//! Written by constnet-onnx from `twins.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xf39185a21f048a24f09382639fabe58f.

use constnet::prelude::*;

graph! {
    /// Inputs: `left` (4), `right` (4).
    ///
    /// Outputs: `score` (1).
    ///
    /// 28 parameters, 112 bytes.
    pub struct Twins: (4, 4) => 1 {
        encoder: (
            Dense<4, 3>, // node `encoder.0` (Gemm)
            Tanh, // node `tanh_l` (Tanh)
        ),
        unstandardize: Unstandardize<3>, // node `sub_d` (Sub)
        sum: Sum, // node `sub_d` (Sub)
        product: Product, // node `mul_p` (Mul)
        head: (
            Concat<6>, // node `concat_c` (Concat)
            Dense<6, 1>, // node `head` (Gemm)
        ),
    }
    |left, right| {
        encoder = encoder(left);
        encoder_2 = encoder(right);
        unstandardize = unstandardize(encoder_2);
        sum = sum(encoder, unstandardize);
        product = product(encoder, encoder_2);
        head(sum, product)
    }
}

/// The network as it was trained.
pub static TWINS: Twins = constnet::embed!("twins.safetensors");

constnet::budget!(Twins, (SVector<f32, 4>, SVector<f32, 4>) => flash <= 112, ram <= 148);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("twins.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xf039b74ea088498d2bbb1c4afbc8a107,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = (SVector<f32, 4>, SVector<f32, 4>);
        type Y = SVector<f32, 1>;
        let bytes = include_bytes!("twins.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::TWINS, 2e-6);
        assert_eq!(found, Ok(()));
    }
}
