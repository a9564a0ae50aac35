use constnet::prelude::*;

network!(Classifier: 4 => (Dense<4, 3>, Softmax) => 3);

fn main() {
    let inputs = [SVector::<f32, 4>::zeros()];
    let data = Dataset::classes(&inputs, &[2], 3).unwrap();
    let mut net = Classifier::zeros();
    fit(&mut net, &data, &CrossEntropy, Sgd::new(0.1), &Fit::new(1)).unwrap();
}
