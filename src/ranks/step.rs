//! A step in chunks, over ranks.

use super::{
    Ranks, Reason, Share, Team, TeamError,
    message::Kind,
    numbers,
    tree::{self, branches_within, children, depth, halves, owner, parent},
};
use crate::{
    Backward, Loss, Only, Optimizer, Parameters, Scalar,
    losses::{self, LossError, Parts},
    parameters::for_each_pair,
    training::{
        Chunks, TrainError, TrainReport, TrainedBy, Trainer,
        augment::Taken,
        chunks::{self, Dealt, FromRest, Work},
        trainer::{Pairing, blame},
    },
    values::Sample,
};
use alloc::{collections::BTreeSet, vec::Vec};
use core::ops::Range;
use rand::Rng;

impl<R: Ranks> Team<R> {
    /// [`step_chunks`](Trainer::step_chunks) over ranks: the same step, to the same bits, of which this rank computes its
    /// chunks. For loops of one's own, such as one that writes checkpoints; [`fit`](Self::fit) is the usual one.
    ///
    /// `samples` are those of the whole step, numbered as in all of the data, and `rng` is in the same state everywhere.
    ///
    /// # Errors
    /// As [`step_chunks`](Trainer::step_chunks) on the rank that has the chunk at fault; on the others, its number and
    /// its reason. Network and optimizer are then what they were, on all of them.
    #[allow(clippy::too_many_arguments, reason = "each is another thing that a step needs")]
    pub fn step<X, N, Target, L, O, G, M, Random, const B: usize>(
        &mut self,
        trainer: &mut Trainer<O, G, M>,
        net: &mut N,
        data: &Share<'_, X, Target>,
        samples: &[usize],
        chunks: &mut Chunks<N::Gradient, B>,
        loss: &L,
        rng: &mut Random,
    ) -> Result<TrainReport, TeamError>
    where
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Sync,
        Target: Clone + Sync,
        O: Optimizer,
        N::Gradient: TrainedBy<O, G, M>,
        Random: Rng + ?Sized,
    {
        let () = Pairing::<N, X::Batch<B>, L>::FITS;
        let none = &mut Vec::new();
        let taken = Taken::plain(&data.data, samples);
        let done = self.together(|team| {
            team.parts_of_step(
                trainer,
                net,
                data,
                &taken,
                chunks,
                none,
                loss,
                rng,
                TeamError::Train,
            )
        });
        done.map(|(trained, _)| trained)
    }

    /// The same, and the loss part by part; `own` says what an error of this rank's is.
    #[allow(clippy::too_many_arguments, reason = "each is another thing that a step needs")]
    pub(super) fn parts_of_step<X, N, Target, L, O, G, M, Random, const B: usize>(
        &mut self,
        trainer: &mut Trainer<O, G, M>,
        net: &mut N,
        data: &Share<'_, X, Target>,
        taken: &Taken<'_, '_, X, Target>,
        chunks: &mut Chunks<N::Gradient, B>,
        parts: &mut Vec<L::Parts>,
        loss: &L,
        rng: &mut Random,
        own: impl Fn(TrainError) -> TeamError,
    ) -> Result<(TrainReport, L::Parts), TeamError>
    where
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Sync,
        Target: Clone + Sync,
        O: Optimizer,
        N::Gradient: TrainedBy<O, G, M>,
        Random: Rng + ?Sized,
    {
        let samples = taken.samples;
        let plan = Plan::of(self, samples.len().div_ceil(B), chunks.of());
        let local = within(data, samples, &plan, chunks).map_err(&own)?;
        let whole = match data.dealt {
            Dealt::Anyhow => chunks::weights::<X, N::Output, _, L>(&data.data, samples),
            Dealt::InShards => {
                let each = local.chunks(B);
                let each =
                    each.map(|chunk| chunks::weights::<X, N::Output, _, L>(&data.data, chunk));
                self.joined::<X::Number, _>(&each.collect::<Vec<_>>())?
            }
        };
        let own_samples = taken.part(&data.data, &local, plan.mine.start * B);
        let work = Work { net: &*net, taken: &own_samples, whole, loss, seed: rng.next_u64() };
        parts.clear();
        parts.resize(plan.mine.len(), L::Parts::none());
        let gradient = trainer.gradient_of::<N>();
        let gradients = chunks.gradients();
        let memories = &mut alloc::vec![(); plan.mine.len()];
        let computed = branches_within(0..plan.chunks, &plan.mine, &mut |branch| {
            let at = branch.start - plan.mine.start;
            let rest = gradients.get_mut(at.saturating_sub(1)..).unwrap_or_default();
            let (first, rest) = match (at, rest.split_first_mut()) {
                (1.., Some((first, rest))) => (&mut **first, rest),
                _ => (&mut *gradient, &mut gradients[..]),
            };
            let rest = rest.get_mut(..branch.len() - 1).unwrap_or_default();
            let found = work.subtree::<FromRest, B>(branch.start, first, rest, memories)?;
            if let Some(place) = parts.get_mut(at) {
                *place = found;
            }
            Ok(())
        });
        computed.map_err(|error| own(blame(net, data.numbered(error))))?;
        self.exchange += 1;
        self.idle(&plan)?;
        let mut slots: Vec<&mut N::Gradient> = Vec::with_capacity(plan.mine.len().max(1));
        slots.push(gradient);
        slots.extend(gradients.iter_mut().map(|gradient| &mut **gradient));
        self.combine::<X::Number, _, _>(0..plan.chunks, &plan, &mut slots, parts)?;
        let sum =
            self.share_sum::<X::Number, _, _>(slots.first_mut().map(|sum| &mut **sum), parts)?;
        trainer.finish(net, sum).map_err(own)
    }

    /// Remembers with whom this rank exchanges sums in steps of at most so many chunks.
    pub(super) fn meet(&mut self, of: usize) {
        // The last step of an epoch may have any number of them.
        for chunks in 1..=of {
            let plan = Plan::of(self, chunks, of);
            plan.partners(0..chunks, &mut self.peers);
        }
    }

    /// A rank without a chunk says that it is still there, and those above such ranks hear it: so in every step every
    /// rank is heard.
    fn idle(&mut self, plan: &Plan) -> Result<(), TeamError> {
        for (hops, child) in children(self.rank, self.size).enumerate() {
            if plan.is_idle(child) {
                self.receive(child, Kind::Idle, hops as u32)?;
            }
        }
        if self.rank > 0 && plan.is_idle(self.rank) {
            self.begin();
            self.send(parent(self.rank), Kind::Idle)?;
        }
        Ok(())
    }

    /// The sum of a branch, on the rank that has its first chunk: the left half plus the right one.
    fn combine<T: Scalar, G: Parameters + Only<T>, W: Parts<T>>(
        &mut self,
        branch: Range<usize>,
        plan: &Plan,
        slots: &mut [&mut G],
        parts: &mut [W],
    ) -> Result<(), TeamError> {
        let Some((left, right)) = halves(&branch) else { return Ok(()) };
        let [first, last] = [branch.start, branch.end - 1].map(|chunk| plan.owner(chunk));
        if first == last || !(first..=last).contains(&self.rank) {
            return Ok(());
        }
        self.combine(left.clone(), plan, slots, parts)?;
        self.combine(right.clone(), plan, slots, parts)?;
        let at = |chunk: usize| chunk.wrapping_sub(plan.mine.start);
        let [a, b] = [left.start, right.start].map(at);
        match [left.start, right.start].map(|chunk| plan.owner(chunk)) {
            [to, from] if to == self.rank && from == self.rank => {
                if let Ok([sum, other]) = slots.get_disjoint_mut([a, b]) {
                    for_each_pair(&mut **sum, &**other, |_, sum: &mut [T], g| {
                        sum.iter_mut().zip(g).for_each(|(sum, &g)| *sum += g);
                    });
                }
                if let Ok([sum, other]) = parts.get_disjoint_mut([a, b]) {
                    *sum = losses::join(*sum, other);
                }
            }
            [to, from] if to == self.rank => {
                let hops = depth(last - first + 1);
                let message = self.receive(from, Kind::Branch, hops)?;
                if let (Some(sum), Some(slot)) = (parts.get_mut(a), slots.get_mut(a)) {
                    let add = |sum: &mut T, g: T| *sum += g;
                    let found = numbers::take::<T, W, G>(message, slot, add);
                    let reason = |reason: Reason| TeamError::Rank { rank: from, reason };
                    *sum = losses::join(*sum, &found.map_err(reason)?);
                }
            }
            [to, from] if from == self.rank => {
                self.begin();
                if let (Some(parts), Some(slot)) = (parts.get(b), slots.get(b)) {
                    numbers::put(&mut self.outgoing, parts, &**slot);
                }
                self.send(to, Kind::Branch)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The sum that rank 0 has, on all of them.
    fn share_sum<T: Scalar, G: Parameters + Only<T>, W: Parts<T>>(
        &mut self,
        sum: Option<&mut G>,
        parts: &[W],
    ) -> Result<W, TeamError> {
        let own = parts.first().copied().unwrap_or(W::none());
        let Some(sum) = sum.filter(|_| self.size > 1) else { return Ok(own) };
        self.begin();
        if self.rank == 0 {
            numbers::put(&mut self.outgoing, &own, sum);
            self.for_all()?;
            return Ok(own);
        }
        let found = numbers::take::<T, W, G>(self.for_all()?, sum, |sum, g| *sum = g);
        found.map_err(|reason| TeamError::Rank { rank: 0, reason })
    }
}

/// The samples of this rank's chunks, numbered as in what it has of the data.
fn within<X, Target, G: Parameters, const B: usize>(
    data: &Share<'_, X, Target>,
    samples: &[usize],
    plan: &Plan,
    chunks: &Chunks<G, B>,
) -> Result<Vec<usize>, TrainError> {
    let (found, columns) = (samples.len(), B.saturating_mul(chunks.of()));
    if found > columns || plan.mine.len() > chunks.count() {
        return Err(LossError::TooManyTargets { found, columns }.into());
    }
    if samples.is_empty() {
        return Err(LossError::Empty.into());
    }
    let own = samples.get(plan.mine.start * B..found.min(plan.mine.end * B));
    let of = |&sample: &usize| match sample.checked_sub(data.first) {
        Some(place) if place < data.data.len() => Ok(place),
        _ => Err(TrainError::Sample { found: sample, samples: data.of }),
    };
    own.unwrap_or_default().iter().map(of).collect()
}

/// Who computes which chunk of a step.
struct Plan {
    rank: usize,
    size: usize,
    /// How many chunks this step has, and how many a full one.
    chunks: usize,
    of: usize,
    /// Those of this rank.
    mine: Range<usize>,
}

impl Plan {
    fn of<R: Ranks>(team: &Team<R>, chunks: usize, of: usize) -> Self {
        let (rank, size) = (team.rank, team.size);
        let chunks = chunks.min(of);
        let mine = tree::part(of, rank, size);
        Self { rank, size, chunks, of, mine: mine.start.min(chunks)..mine.end.min(chunks) }
    }

    fn owner(&self, chunk: usize) -> usize {
        owner(chunk, self.of, self.size)
    }

    /// Whether a rank has no chunk in this step.
    fn is_idle(&self, rank: usize) -> bool {
        let part = tree::part(self.of, rank, self.size);
        part.start.min(self.chunks) == part.end.min(self.chunks)
    }

    /// Adds the ranks with which this one exchanges a sum.
    fn partners(&self, branch: Range<usize>, peers: &mut BTreeSet<usize>) {
        let Some((left, right)) = halves(&branch) else { return };
        let [first, last] = [branch.start, branch.end - 1].map(|chunk| self.owner(chunk));
        if first == last || !(first..=last).contains(&self.rank) {
            return;
        }
        match [first, self.owner(right.start)] {
            [to, from] if to == self.rank && from != to => peers.insert(from),
            [to, from] if from == self.rank && from != to => peers.insert(to),
            _ => false,
        };
        self.partners(left, peers);
        self.partners(right, peers);
    }
}
