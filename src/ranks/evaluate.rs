//! The loss on data that nothing is trained on, over ranks.

use super::{Ranks, Team, TeamError};
use crate::{
    Forward, Loss,
    losses::{self, LossError},
    sum::Sum,
    training::{BatchSize, Dataset, evaluate::each_batch},
    values::Sample,
};
use alloc::vec::Vec;

impl<R: Ranks> Team<R> {
    /// [`evaluate_with`](crate::training::evaluate_with) over ranks: each computes the loss of its share of the batches,
    /// and all add all of them in their order, so that the bits are those of one machine. Every rank has all of the
    /// data.
    ///
    /// # Errors
    /// As [`evaluate`](crate::training::evaluate()) on the rank that has the batch at fault; on the others, its number and its
    /// reason; and if a rank has ended.
    pub fn evaluate<X, N, Target, L, const B: usize>(
        &mut self,
        net: &N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        size: BatchSize<B>,
    ) -> Result<f64, TeamError>
    where
        X: Sample,
        N: Forward<X::Batch<B>> + ?Sized,
        L: Loss<N::Output, Target, Value = X::Number>,
        Target: Clone,
    {
        self.together(|team| team.sum_of_batches(net, data, loss, size, TeamError::Loss))
    }

    pub(super) fn sum_of_batches<X, N, Target, L, const B: usize>(
        &mut self,
        net: &N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        size: BatchSize<B>,
        own: impl Fn(LossError) -> TeamError,
    ) -> Result<f64, TeamError>
    where
        X: Sample,
        N: Forward<X::Batch<B>> + ?Sized,
        L: Loss<N::Output, Target, Value = X::Number>,
        Target: Clone,
    {
        let all = losses::weights::<L, N::Output, _>(data.targets().iter());
        let batches = self.range(data.len().div_ceil(B));
        let samples: Vec<usize> = (batches.start * B..data.len().min(batches.end * B)).collect();
        let mut bytes = Vec::new();
        each_batch(
            data,
            &samples,
            &all,
            loss,
            size,
            |x| net.forward(x),
            |loss| {
                bytes.extend(loss.to_le_bytes());
            },
        )
        .map_err(own)?;
        let mut total = Sum::new();
        for losses in self.gather_bytes(&bytes)? {
            losses.as_chunks().0.iter().for_each(|&loss| total.add(f64::from_le_bytes(loss)));
        }
        Ok(total.total())
    }
}
