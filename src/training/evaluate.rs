//! The loss on data that nothing is trained on.

use super::{Batch, Dataset};
use crate::{Forward, Loss, Scalar, losses::LossError, sum::Sum};
use alloc::vec::Vec;
use nalgebra::SMatrix;

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
pub fn evaluate<T, N, Target, L, const IN: usize, const OUT: usize>(
    net: &N,
    data: &Dataset<'_, T, IN, Target>,
    loss: &L,
) -> Result<f64, LossError>
where
    T: Scalar,
    N: Forward<SMatrix<T, IN, 32>, Output = SMatrix<T, OUT, 32>>,
    L: Loss<SMatrix<T, OUT, 32>, Target, Value = T>,
    Target: Clone,
{
    evaluate_with(net, data, loss, Batch::<32>)
}

/// [`evaluate`] in batches of another size: activations of a whole batch are on the stack.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_with<T, N, Target, L, const IN: usize, const OUT: usize, const B: usize>(
    net: &N,
    data: &Dataset<'_, T, IN, Target>,
    loss: &L,
    size: Batch<B>,
) -> Result<f64, LossError>
where
    T: Scalar,
    N: Forward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>>,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
    Target: Clone,
{
    let order: Vec<usize> = (0..data.len()).collect();
    let mut total = Sum::new();
    for (batch, samples) in data.batches(size, &order).zip(order.chunks(B)) {
        let (value, _) = loss
            .gradient_of_first(&net.forward(&batch.x), batch.targets())
            .map_err(|error| error.renumbered(samples))?;
        total.add(value.to_f64() * share::<L, _, _>(samples.len(), data.len()));
    }
    Ok(total.total())
}

/// What a batch of n of `all` samples adds to the loss of all.
pub(super) fn share<L: Loss<Y, Target>, Y, Target>(n: usize, all: usize) -> f64 {
    if L::MEAN { n as f64 / all as f64 } else { 1.0 }
}
