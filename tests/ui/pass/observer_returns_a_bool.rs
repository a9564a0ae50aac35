use constnet::prelude::*;
use std::ops::ControlFlow;

fn main() {
    let inputs = [SVector::<f32, 1>::zeros()];
    let data = Dataset::new(&inputs, &[0.5_f32]).unwrap();
    let mut net = Dense::<1, 1>::zeros();
    let (sgd, plan) = (Sgd::new(0.1), Fit::new(1));
    let stop = |_: &_, _: &_| ControlFlow::Break(());
    assert!(fit_with(&mut net, &data, &MeanSquaredError, sgd, &plan, stop).is_ok());
    assert!(fit_with(&mut net, &data, &MeanSquaredError, sgd, &plan, |_, _| ()).is_ok());
}
