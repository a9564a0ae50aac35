// `accuracy` is for classes.
use constnet::prelude::*;

network!(Spam: 2 => (Dense<2, 1>) => 1);

fn main() {
    let inputs = [SVector::from([0.0_f32, 1.0])];
    let data = Dataset::new(&inputs, &[true]).unwrap();
    let _ = accuracy(&Spam::zeros(), &data);
}
