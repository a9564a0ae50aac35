// An observer that may end the training says so by `ControlFlow`.
use constnet::prelude::*;

fn main() {
    let inputs = [SVector::<f32, 1>::zeros()];
    let data = Dataset::new(&inputs, &[0.5_f32]).unwrap();
    let mut net = Dense::<1, 1>::zeros();
    let (sgd, plan) = (Sgd::new(0.1), Fit::new(1));
    let _ = fit_with(&mut net, &data, &MeanSquaredError, sgd, &plan, |_, _| true);
}
