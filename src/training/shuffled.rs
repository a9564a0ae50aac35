//! The course of [`fit`](super::fit()): batches of samples in a new order every epoch.

use super::{
    BatchSize, Chunks, Dataset, Epoch, Fit, FitError, FitReport, Set, Verdict,
    augment::{Taken, changes},
    chunks::FromRest,
    course::{BoxedTrainer, Course, finite},
    evaluate_with,
};
use crate::{
    Backward, Forward, Loss, Only, Optimizer, Parameters,
    losses::{self, LossError},
    random::{self, Generator},
    values::Sample,
};
use alloc::vec::Vec;

/// Trains in steps of the plan's batches of B samples, C of which are computed at once.
pub(super) fn train<X, N, Target, L, O, V, const B: usize, const C: usize>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
    observer: impl FnMut(&Epoch, &N) -> V,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<C>, Gradient: Only<X::Number>>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
    V: Verdict,
{
    let samples = B.saturating_mul(plan.chunks);
    let count = samples.div_ceil(C);
    let mut chunks = Chunks::new(net, BatchSize::<C>, count);
    let begin = &mut alloc::vec![(); count];
    let mut changes = changes(plan.seed);
    let course = Course {
        order: (0..data.len()).collect(),
        samples,
        next_order: |order: &mut Vec<usize>, rng: &mut Generator| random::shuffle(order, rng),
        validate: |net: &N, data: &Dataset<'_, X, Target>, epoch| {
            validation_loss(net, data, loss, BatchSize::<C>, epoch)
        },
        step: |net: &mut N,
               trainer: &mut BoxedTrainer<N, O>,
               samples: &[usize],
               _,
               rng: &mut Generator| {
            let taken = Taken::by(plan.augment.as_ref(), data, samples, &mut changes);
            if count > 1 {
                return trainer.parts_of_step::<FromRest, _, _, _, _, _, C>(
                    net,
                    &taken,
                    &mut chunks,
                    begin,
                    loss,
                    rng,
                );
            }
            // By reference: a batch is as large as the stack may be small.
            let mut batch = taken.batch::<C>(0);
            let Some(batch) = &mut batch else { return Err(LossError::Empty.into()) };
            taken.change(0, batch)?;
            let mut parts = <L::Parts as losses::Parts<_>>::none();
            trainer
                .step_on_first(net, &batch.x, batch.targets(), loss, rng, &mut parts)
                .map(|trained| (trained, parts))
        },
    };
    course.run::<_, _, _, L, N::Output, _, _, B>(net, data, loss, optimizer, plan, observer)
}

/// The loss on validation data, which decides what is kept, and so must be finite.
fn validation_loss<X, N, Target, L, const B: usize>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    size: BatchSize<B>,
    epoch: usize,
) -> Result<f64, FitError>
where
    X: Sample,
    N: Forward<X::Batch<B>> + Parameters,
    L: Loss<N::Output, Target, Value = X::Number>,
    Target: Clone,
{
    let failed = |error| FitError::Loss { set: Set::Validation, epoch, error };
    finite(net, evaluate_with(net, data, loss, size).map_err(failed)?, epoch)
}
