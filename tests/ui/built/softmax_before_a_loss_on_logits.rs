// The loss applies the softmax itself: twice would train badly and silently.
use constnet::prelude::*;

network!(Classifier: 4 => (Dense<4, 3>, Softmax) => 3);

fn main() {
    let inputs = [SVector::<f32, 4>::zeros()];
    let data = Dataset::classes(&inputs, &[2], 3).unwrap();
    let mut net = Classifier::zeros();
    let loss = SoftmaxCrossEntropy;
    let _ = fit(&mut net, &data, loss, Sgd::new(0.1), &Fit::new(1));
}
