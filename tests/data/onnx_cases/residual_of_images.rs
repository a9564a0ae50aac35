//! Written by constnet-onnx from `residual_of_images.onnx` (`onnx_cases.py, opset 17`): not to be edited.
//! Checksum of all other lines: 0xef64091b7388ae9e1a228ae03cbbc3de.

use constnet::prelude::*;

graph! {
    /// 18 inputs; 18 outputs.
    ///
    /// 40 parameters, 160 bytes.
    pub struct ResidualOfImages: [[2; 3]; 3] => [[2; 3]; 3] {
        c1: Conv2d<2, 2, 3, 3, 3, 3, Pad<1>>, // node `c1` (Conv)
        r: (
            Sum, // node `add_s` (Add)
            PRelu<2>, // node `prelu_r` (PRelu)
        ),
    }
    |image| {
        c1 = c1(image);
        r(c1, image)
    }
}

/// The network as it was trained.
pub static RESIDUAL_OF_IMAGES: ResidualOfImages =
    constnet::embed!("residual_of_images.safetensors");

constnet::budget!(ResidualOfImages, [[SVector<f32, 2>; 3]; 3] => flash <= 160, ram <= 504);

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = "the file ends")]
const _: () = {
    const BYTES: &[u8] = include_bytes!("residual_of_images.safetensors");
    assert!(
        constnet::weights::checksum(BYTES) == 0xa35ba85c9123cdfb4102ebff33469470,
        "the weights are not those that were written with this source: run constnet-onnx again"
    );
};

#[cfg(test)]
mod tests {
    use constnet::{prelude::*, weights::TestPair};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {
        type X = [[SVector<f32, 2>; 3]; 3];
        type Y = [[SVector<f32, 2>; 3]; 3];
        let bytes = include_bytes!("residual_of_images.safetensors");
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<f32, _>(&super::RESIDUAL_OF_IMAGES, 3e-6);
        assert_eq!(found, Ok(()));
    }
}
