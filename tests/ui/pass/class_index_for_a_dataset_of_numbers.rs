use constnet::prelude::*;

fn main() {
    let inputs = [SVector::<f32, 4>::zeros()];
    assert!(Dataset::classes(&inputs, &[2], 3).is_ok());
}
