//! The training loop: epochs of shuffled batches, a validation set, early stopping.

use super::{
    Dataset, Epoch, Fit, FitError, FitReport, Trainable, Verdict, trainable, trainer::Pairing,
};
use crate::{Backward, Loss, Optimizer, values::Sample};

/// Trains a network on data.
///
/// The samples come in a new order in every epoch. With validation data, the network ends with the
/// best parameters seen; without, with the last.
///
/// A batch whose intermediates are more than 2 MiB is computed [a few samples at a time](Fit::batch), and so are
/// validation data in such batches: LeNet-5 trains in steps of 32 images on a thread's stack.
///
/// What the optimizer remembers starts at zero and is dropped at the end: a second `fit` continues from the same network,
/// but Adam's averages start anew. To keep them between calls, use a [`Trainer`](super::Trainer).
///
/// # Errors
/// Before the first step: if a setting of the plan, the loss or the optimizer is out of its range, a
/// target out of the loss's, or the validation loss not finite. Nothing has changed then.
///
/// Later: if a step or a validation loss is not finite. The network then ends as it would without an
/// error: with validation data, with the best parameters seen; without, or if the plan
/// [keeps the last](Fit::keep_last), as the last good step left it.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// network!(Xor: 2 => (Dense<2, 4>, Tanh, Dense<4, 1>) => 1);
///
/// let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(SVector::<f32, 2>::from);
/// let data = Dataset::new(&inputs, &[false, true, true, false])?;
///
/// let mut net = Xor::init(&mut constnet::random::generator(1));
/// let report = fit(&mut net, &data, &MeanSquaredError, Adam::new(0.05), &Fit::new(1).epochs(300))?;
/// assert!(report.loss() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit<X, N, Target, L, O, const B: usize /* `fit(&mut net, …, &Fit::new(seed))` */>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<B>> + Trainable<X, Target, L, B>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
{
    let () = Pairing::<N, X::Batch<B>, L>::FITS;
    trainable::train(net, data, loss, optimizer, plan, |_, _| ())
}

/// [`fit`] with an observer, which sees every epoch and the network after it. It returns nothing, or
/// a [`ControlFlow`](core::ops::ControlFlow) that may end the training.
///
/// # Errors
/// As [`fit`].
///
/// # Example
/// ```
/// use constnet::{prelude::*, training::Epoch};
/// use core::ops::ControlFlow;
///
/// let inputs = [[0.0], [1.0]].map(SVector::<f32, 1>::from);
/// let data = Dataset::new(&inputs, &[1.0_f32, 3.0])?;
/// let (sgd, plan) = (Sgd::new(0.5), Fit::new(1).epochs(100));
///
/// let mut biases = Vec::new();
/// let mut line = Dense::<1, 1>::zeros();
/// fit_with(&mut line, &data, &MeanSquaredError, sgd, &plan, |_, line| biases.push(line.bias[0]))?;
/// assert_eq!(biases.len(), 100);
///
/// let enough = |epoch: &Epoch, _: &Dense<1, 1>| match epoch.loss {
///     loss if loss < 0.01 => ControlFlow::Break(()),
///     _ => ControlFlow::Continue(()),
/// };
/// let report = fit_with(&mut Dense::zeros(), &data, &MeanSquaredError, sgd, &plan, enough)?;
/// assert!(report.epochs.len() < 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_with<X, N, Target, L, O, V, const B: usize /* `fit_with(&mut net, …)` */>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
    observer: impl FnMut(&Epoch, &N) -> V,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<B>> + Trainable<X, Target, L, B>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
    V: Verdict,
{
    let () = Pairing::<N, X::Batch<B>, L>::FITS;
    trainable::train(net, data, loss, optimizer, plan, observer)
}
