use constnet::prelude::*;

network!(Spam: 4 => (Dense<4, 1>) => 1);

fn main() {
    let inputs = [SVector::<f32, 4>::zeros()];
    let data = Dataset::new(&inputs, &[true]).unwrap();
    // The network's output is a logit.
    let _ = binary_accuracy(&Spam::zeros(), &data, 0.0);
}
