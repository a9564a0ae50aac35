// Class indices are targets of a cross-entropy; squared error compares numbers.
use constnet::prelude::*;

network!(Classifier: 4 => (Dense<4, 3>, Tanh) => 3);

fn main() {
    let inputs = [SVector::<f32, 4>::zeros()];
    let data = Dataset::classes(&inputs, &[2], 3).unwrap();
    let mut net = Classifier::zeros();
    let _ = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &Fit::new(1));
}
