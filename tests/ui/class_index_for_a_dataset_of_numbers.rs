// Class indices have a range, which only `Dataset::classes` is told.
use constnet::prelude::*;

fn main() {
    let inputs = [SVector::<f32, 4>::zeros()];
    let _ = Dataset::new(&inputs, &[2_usize]);
}
