// Labels as a file has them: bytes.
use constnet::prelude::*;

fn main() {
    let inputs = [[0.0, 1.0], [1.0, 0.0]].map(SVector::<f32, 2>::from);
    let labels: Vec<u8> = vec![0, 2];
    let _ = Dataset::classes(&inputs, &labels, 3);
}
