//! The course of [`fit`](super::fit()): batches of samples in a new order every epoch.

use super::{
    BatchSize, Chunks, Dataset, Epoch, Fit, FitError, FitReport, Set, TrainError, TrainReport,
    Verdict,
    augment::{Taken, changes},
    chunks::{FromRest, weights_of_shards},
    course::{At, BoxedTrainer, Course, finite},
    evaluate_with,
};
use crate::{
    Backward, Forward, Loss, Only, Optimizer, Parameters,
    losses::{self, LossError},
    random::Generator,
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
    mut observer: impl FnMut(&Epoch, &N) -> V,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<C>, Gradient: Only<X::Number>>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
    V: Verdict,
{
    plan.check::<L, N::Output>(data, loss)?;
    let shards = plan.shards();
    if let Some(found) = plan.sharded.filter(|&samples| samples != data.len()) {
        let name = "the number of samples in shards";
        return Err(FitError::Setting { name, found, expected: "as many as the data has" });
    }
    let dealt = plan.dealt();
    let samples = B.saturating_mul(plan.chunks);
    let count = samples.div_ceil(C);
    let mut chunks = Chunks::new(net, BatchSize::<C>, count);
    let begin = &mut alloc::vec![(); count];
    let mut changes = changes(plan.seed);
    let course = Course {
        order: (0..data.len()).collect(),
        samples,
        all: match &shards {
            Some(shards) => weights_of_shards::<X, N::Output, Target, L>(data, shards),
            None => losses::weights::<L, N::Output, _>(data.targets().iter()),
        },
        next_order: |order: &mut Vec<usize>, rng: &mut Generator| plan.reorder(order, rng),
        validate: |net: &N, data: &Dataset<'_, X, Target>, epoch| {
            validation_loss(net, data, loss, BatchSize::<C>, epoch)
        },
        step: |net: &mut N,
               trainer: &mut BoxedTrainer<N, O>,
               samples: &[usize],
               at: At,
               rng: &mut Generator| {
            let taken = Taken::by(plan.augment.as_ref(), data, samples, &mut changes);
            let done = if count > 1 {
                let chunks = &mut chunks;
                trainer.parts_of_step::<FromRest, _, _, _, _, _, C>(
                    net, &taken, dealt, chunks, begin, loss, rng,
                )
            } else {
                whole_step::<X, N, Target, L, O, C>(net, trainer, &taken, loss, rng)
            };
            done.map_err(|error| at.not_taken(error, samples))
        },
    };
    course.run::<_, _, _, L, N::Output, _, _, B>(net, optimizer, plan, |epoch, net| {
        Ok(observer(epoch, net).flow())
    })
}

/// A step on all of its samples as one batch.
fn whole_step<X, N, Target, L, O, const C: usize>(
    net: &mut N,
    trainer: &mut BoxedTrainer<N, O>,
    taken: &Taken<'_, '_, X, Target>,
    loss: &L,
    rng: &mut Generator,
) -> Result<(TrainReport, L::Parts), TrainError>
where
    X: Sample,
    N: Backward<X::Batch<C>, Gradient: Only<X::Number>>,
    L: Loss<N::Output, Target, Value = X::Number>,
    Target: Clone,
    O: Optimizer,
{
    // By reference: a batch is as large as the stack may be small.
    let mut batch = taken.batch::<C>(0);
    let Some(batch) = &mut batch else { return Err(LossError::Empty.into()) };
    taken.change(0, batch)?;
    let mut parts = <L::Parts as losses::Parts<_>>::none();
    let trained = trainer.step_on_first(net, &batch.x, batch.targets(), loss, rng, &mut parts)?;
    Ok((trained, parts))
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
