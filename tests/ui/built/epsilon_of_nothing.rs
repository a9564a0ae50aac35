// An epsilon of 0 divides by 0 in a column of equal numbers.
use constnet::prelude::*;

fn main() {
    let layer = LayerNorm::new([1.0_f32], [0.0]).epsilon::<Ratio<0>>();
    let _ = layer.forward(&SVector::zeros());
}
