//! The loss on data that nothing is trained on.

use super::{BatchSize, Dataset};
use crate::{
    Forward, Loss,
    losses::{self, LossError},
    sum::Sum,
    values::Sample,
};
use alloc::vec::Vec;

/// The loss on data, in inference: nothing is trained, and nothing is random. In batches of 32.
///
/// # Errors
/// If a setting, a target or an output is out of the loss's range; samples are numbered as in the
/// data.
///
/// # Example
/// ```
/// use constnet::{prelude::*, training::evaluate};
///
/// let inputs = [[0.0], [1.0]].map(SVector::<f32, 1>::from);
/// let data = Dataset::new(&inputs, &[1.0_f32, 3.0])?;
/// // y = 2·x has errors of 1 and 1.
/// let net = Dense::<1, 1>::new([[2.0]], [0.0]);
/// assert_eq!(evaluate(&net, &data, &MeanSquaredError)?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluate<X, N, Target, L>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
) -> Result<f64, LossError>
where
    X: Sample,
    N: Forward<X::Batch<32>> + ?Sized,
    L: Loss<N::Output, Target, Value = X::Number>,
    Target: Clone,
{
    evaluate_with(net, data, loss, BatchSize::<32>)
}

/// [`evaluate`] in batches of another size: activations of a whole batch are on the stack.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_with<X, N, Target, L, const B: usize>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    size: BatchSize<B>,
) -> Result<f64, LossError>
where
    X: Sample,
    N: Forward<X::Batch<B>> + ?Sized,
    L: Loss<N::Output, Target, Value = X::Number>,
    Target: Clone,
{
    let order: Vec<usize> = (0..data.len()).collect();
    evaluate_by(data, &order, loss, size, |x| net.forward(x))
}

/// The loss of these samples of a data set, of whose batches, in this order, `output` gives what a network makes.
pub(super) fn evaluate_by<X, Y, Target, L, const B: usize>(
    data: &Dataset<'_, X, Target>,
    order: &[usize],
    loss: &L,
    size: BatchSize<B>,
    mut output: impl FnMut(&X::Batch<B>) -> Y,
) -> Result<f64, LossError>
where
    X: Sample,
    L: Loss<Y, Target, Value = X::Number>,
    Target: Clone,
{
    let targets = data.targets();
    let used = order.iter().filter_map(|&sample| targets.get(sample));
    let all = losses::weights::<L, Y, _>(used);
    let mut total = Sum::new();
    each_batch(data, order, &all, loss, size, &mut output, |loss| total.add(loss))?;
    Ok(total.total())
}

/// Hands what each batch of these samples adds to the loss of all, whose weights are given, to `f`.
pub(crate) fn each_batch<X, Y, Target, L, const B: usize>(
    data: &Dataset<'_, X, Target>,
    order: &[usize],
    all: &L::Parts,
    loss: &L,
    size: BatchSize<B>,
    mut output: impl FnMut(&X::Batch<B>) -> Y,
    mut f: impl FnMut(f64),
) -> Result<(), LossError>
where
    X: Sample,
    L: Loss<Y, Target, Value = X::Number>,
    Target: Clone,
{
    for (batch, samples) in data.batches(size, order).zip(order.chunks(B)) {
        let y = output(&batch.x);
        let parts = losses::terms(loss, &y, batch.targets(), Some(all), &mut L::zeros())
            .map_err(|error| error.renumbered(samples))?;
        f(losses::loss_of(&parts));
    }
    Ok(())
}
