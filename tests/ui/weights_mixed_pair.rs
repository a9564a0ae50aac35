//! Source and weights of two runs of `constnet-onnx`: what it writes beside the network.

const _: () = assert!(
    constnet::weights::checksum(include_bytes!("../data/weights/policy.safetensors")) == 0x0123,
    "policy.safetensors is not the file that was written with this source: run constnet-onnx again"
);

fn main() {}
