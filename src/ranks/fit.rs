//! The loop of [`fit`](crate::training::fit()) over ranks.

use super::{
    Ranks, Share, Team, TeamError,
    digest::{Digest, prints},
};
use crate::{
    Backward, Loss, Only, Optimizer, losses,
    random::Generator,
    training::{
        BatchSize, Dataset, Epoch, Fit, FitError, FitReport, Set, Verdict,
        augment::{Taken, changes},
        course::{At, BoxedTrainer, Course, finite},
        trainable::at_once,
        trainer::Pairing,
    },
    values::Sample,
};
use alloc::{string::String, vec::Vec};
use core::{cell::RefCell, fmt::Debug, ops::ControlFlow};

impl<R: Ranks> Team<R> {
    /// [`fit`](crate::training::fit()) over ranks: the same training, to the same bits, whatever their number. All ranks
    /// end with the trained network.
    ///
    /// `data` is all of the data, on every rank; by a [sharded](Fit::sharded) plan it is the part of this rank,
    /// the [`samples`](Self::samples) of its [`Shards`](crate::training::Shards). Validation data is whole on each.
    ///
    /// # Errors
    /// As [`fit`](crate::training::fit()) on the rank that is at fault; on the others, its number and its reason. And if
    /// ranks differ in anything, or one has ended. The network is then as [`fit`](crate::training::fit()) leaves it.
    pub fn fit<X, N, Target, L, O, const B: usize>(
        &mut self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
        plan: &Fit<'_, X, Target, B>,
    ) -> Result<FitReport, TeamError>
    where
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Debug + Sync,
        Target: Clone + Debug + Sync,
        O: Optimizer + Debug,
    {
        let () = Pairing::<N, X::Batch<B>, L>::FITS;
        self.fit_with(net, data, loss, optimizer, plan, |_, _| ())
    }

    /// [`fit`](Self::fit) with an observer on every rank; the training ends if one of them asks for it.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with<X, N, Target, L, O, V, const B: usize>(
        &mut self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
        plan: &Fit<'_, X, Target, B>,
        mut observer: impl FnMut(&Epoch, &N) -> V,
    ) -> Result<FitReport, TeamError>
    where
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Debug + Sync,
        Target: Clone + Debug + Sync,
        O: Optimizer + Debug,
        V: Verdict,
    {
        let () = Pairing::<N, X::Batch<B>, L>::FITS;
        const {
            assert!(
                at_once::<X, N, B>(),
                "the intermediates of a batch are more than 2 MiB, and over ranks a batch is computed as one: state a smaller `.batch(BatchSize::<B>)`, and more `.chunks(n)`"
            );
        }
        let mut chunks = self.chunks(net, BatchSize::<B>, plan.chunks);
        self.together(|team| {
            plan.check::<L, N::Output>(data, loss)?;
            let mut prints = prints(net, &optimizer, loss);
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _ = plan.describe(&mut text);
            prints.push(("plan", Digest::of_text(&text)));
            let validation = plan.validation.as_ref().map_or(0, Digest::of_data);
            prints.push(("validation data", validation));
            let shards = plan.shards();
            if shards.is_none() {
                prints.push(("data set", Digest::of_data(data)));
            }
            team.compare(&prints)?;
            let samples = match &shards {
                Some(shards) => team.samples(shards),
                None => 0..data.len(),
            };
            if samples.len() != data.len() {
                let (found, expected) = (data.len(), samples.len());
                return Err(TeamError::Part { found, expected });
            }
            let share = Share {
                data: *data,
                first: samples.start,
                of: shards.map_or(data.len(), |shards| shards.samples()),
                dealt: plan.dealt(),
            };
            let all = match &shards {
                Some(shards) => team.all_weights::<X, N::Output, Target, L>(data, shards)?,
                None => losses::weights::<L, N::Output, _>(data.targets().iter()),
            };
            let (mut parts, mut changes) = (Vec::new(), changes(plan.seed));
            // What takes turns with it: steps, validation and the observer.
            let team = RefCell::new(team);
            let course = Course {
                order: (0..share.of).collect(),
                samples: B.saturating_mul(plan.chunks),
                all,
                next_order: |order: &mut Vec<usize>, rng: &mut Generator| plan.reorder(order, rng),
                validate: |net: &N, data: &Dataset<'_, X, Target>, epoch| {
                    let team = &mut team.borrow_mut();
                    let failed =
                        |error| FitError::Loss { set: Set::Validation, epoch, error }.into();
                    let found = team.sum_of_batches(net, data, loss, BatchSize::<B>, failed)?;
                    Ok(finite(net, found, epoch)?)
                },
                step: |net: &mut N,
                       trainer: &mut BoxedTrainer<N, O>,
                       samples: &[usize],
                       at: At,
                       rng: &mut Generator| {
                    let (team, chunks) = (&mut team.borrow_mut(), &mut chunks);
                    let taken = Taken::by(plan.augment.as_ref(), data, samples, &mut changes);
                    team.parts_of_step(
                        trainer,
                        net,
                        &share,
                        &taken,
                        chunks,
                        &mut parts,
                        loss,
                        rng,
                        |error| at.not_taken(error, samples).into(),
                    )
                },
            };
            course.run::<_, _, _, L, N::Output, _, _, B>(net, optimizer, plan, |epoch, net| {
                let own = observer(epoch, net).flow();
                let all = team.borrow_mut().gather_bytes(&[u8::from(own.is_break())])?;
                let asked = all.iter().any(|one| one.first().is_some_and(|&ends| ends > 0));
                Ok(if asked { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })
        })
    }
}
