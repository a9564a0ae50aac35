use constnet::prelude::*;

network!(Policy: 2 => (Dense<2, 3>) => 3);
static POLICY: Policy = constnet::embed!("../../data/weights/bad/good.safetensors");

fn main() {
    assert!(POLICY.predict([1.0, 2.0]).iter().all(|y| y.is_finite()));
}
