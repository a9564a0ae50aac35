// An epsilon of 10⁻¹² is small, and above 0 on every machine.
use constnet::prelude::*;

fn main() {
    let layer = LayerNorm::new([1.0_f32], [0.0]).epsilon::<Ratio<1, 1_000_000_000_000>>();
    let _ = layer.forward(&SVector::zeros());
}
