// The network is the type of the static, and no argument.
use constnet::prelude::*;

network!(Policy: 2 => (Dense<2, 3>) => 3);
static POLICY: Policy = constnet::embed!(Policy, "../data/weights/bad/good.safetensors");

fn main() {}
