//! A step on more samples than a batch has: in chunks, whose gradients are added.
//!
//! ```text
//! L = Σ sᵢ·Lᵢ      g = Σ sᵢ·gᵢ      sᵢ: the chunk's share of the weights; 1 for losses that sum
//! ```
//!
//! The loss of a batch is a sum of one term for each sample, and the gradient of a sum is the sum of
//! the gradients. So a batch can be split wherever one likes, and each part computed alone. What a
//! split changes is the order in which numbers are added, and with it their last bits. Here that
//! order is a tree over the chunks, which depends on their number alone:
//!
//! ```text
//! (g₀ + g₁) + (g₂ + g₃)      (g₀ + g₁) + g₂      g₀ + g₁
//! ```
//!
//! Whoever computes a branch of it, one thread or eight, computes the same bits. With the feature
//! `rayon` branches are tasks of rayon's current pool, without it they are calls.

use super::{
    BatchSize, Dataset, Shards, TrainError, TrainReport, Trainer, augment::Taken, trainer,
};
use crate::{
    Backward, Forward, Loss, Only, Optimizer, Parameters, Scalar,
    losses::{self, LossError, Parts},
    parameters::for_each_pair,
    pass::{Overwrite, Unwanted},
    random::{self, Source},
    values::Sample,
};
use alloc::{boxed::Box, vec::Vec};
use rand::Rng;

/// How a step is divided: chunks of B samples, with room for the gradients of all but the first,
/// which is the [`Trainer`]'s.
///
/// # Example
/// ```
/// use constnet::{prelude::*, training::Chunks};
///
/// // The data of y = 2·x, and its four samples in one step: two chunks of two.
/// let inputs = [[-1.0], [0.0], [1.0], [2.0]].map(SVector::<f32, 1>::from);
/// let data = Dataset::new(&inputs, &[-2.0_f32, 0.0, 2.0, 4.0])?;
///
/// let mut line = Dense::<1, 1>::zeros();
/// let mut trainer = Trainer::new(&line, Sgd::new(0.25));
/// let mut chunks = Chunks::new(&line, BatchSize::<2>, 2);
/// let mut rng = random::generator(1);
/// let samples = [0, 1, 2, 3];
/// let trained =
///     trainer.step_chunks(&mut line, &data, &samples, &mut chunks, &MeanSquaredError, &mut rng)?;
/// // (4 + 0 + 4 + 16) / 4, and 0.25 times the mean of 2·x·t.
/// assert_eq!((trained.loss, line.weight[0], line.bias[0]), (6.0, 1.5, 0.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Chunks<G, const B: usize> {
    gradients: Vec<Box<G>>,
    /// How many chunks a step has; some of them may be computed elsewhere.
    of: usize,
}

impl<G: Parameters, const B: usize> Chunks<G, B> {
    /// At most `count` chunks in a step, and never less than one.
    pub fn new<N: Parameters<Gradient = G>>(_: &N, _: BatchSize<B>, count: usize) -> Self {
        const { assert!(B > 0, "a chunk has at least one sample") };
        Self { gradients: (1..count).map(|_| G::zeros_boxed()).collect(), of: count.max(1) }
    }

    /// Room for `own` of the `count` chunks of a step.
    pub(crate) fn some_of<N: Parameters<Gradient = G>>(
        net: &N,
        size: BatchSize<B>,
        own: usize,
        count: usize,
    ) -> Self {
        Self { of: count.max(1), ..Self::new(net, size, own) }
    }

    /// How many chunks a step has.
    pub(crate) const fn of(&self) -> usize {
        self.of
    }

    /// The most chunks that are computed here.
    pub(crate) const fn count(&self) -> usize {
        self.gradients.len() + 1
    }

    /// The gradients of all but the first.
    pub(crate) fn gradients(&mut self) -> &mut [Box<G>] {
        &mut self.gradients
    }

    /// The most samples in a step, of those chunks that are computed here.
    pub const fn samples(&self) -> usize {
        B.saturating_mul(self.count())
    }
}

impl<O: Optimizer, G, M> Trainer<O, G, M> {
    /// One step on the samples of `data` numbered `samples`, in chunks of B; the last may be partial.
    ///
    /// It is [`step`](Self::step) on a batch of all of them: the loss is theirs, the gradient is
    /// checked and the update made once, and either all of it happens or none. Bits differ from those of one
    /// large batch, because sums are added in another order; they do not depend on threads or on the feature
    /// `rayon`, which computes chunks on the current pool of rayon.
    ///
    /// A large step needs no large stack: each thread holds the activations of one chunk. What is
    /// random in the network is drawn for each chunk from a generator of its own, seeded by `rng` and
    /// the number of the chunk.
    ///
    /// # Errors
    /// As [`step`](Self::step), and if there are no samples, more than `chunks` has room for, or one that
    /// `data` does not have. A sample whose target or output is wrong is numbered by its place in
    /// `samples`. Nothing has changed then.
    #[doc(alias = "gradient accumulation")]
    pub fn step_chunks<X, N, Target, L, R, const B: usize>(
        &mut self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        samples: &[usize],
        chunks: &mut Chunks<N::Gradient, B>,
        loss: &L,
        rng: &mut R,
    ) -> Result<TrainReport, TrainError>
    where
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Sync,
        Target: Clone + Sync,
        R: Source + ?Sized,
        N::Gradient: trainer::TrainedBy<O, G, M>,
    {
        let () = trainer::Pairing::<N, X::Batch<B>, L>::FITS;
        let begin = &mut alloc::vec![(); chunks.count()];
        let (trained, _) = self.parts_of_step::<FromRest, _, _, _, _, _, B>(
            net,
            &Taken::plain(data, samples),
            Dealt::Anyhow,
            chunks,
            begin,
            loss,
            rng,
        )?;
        Ok(trained)
    }

    /// [`step_chunks`](Self::step_chunks) where each chunk begins with what is remembered of it, and the loss
    /// part by part. What is remembered then is valid only if there is no error.
    #[allow(clippy::too_many_arguments, reason = "each is another thing that a step needs")]
    pub(super) fn parts_of_step<P, X, N, Target, L, R, const B: usize>(
        &mut self,
        net: &mut N,
        taken: &Taken<'_, '_, X, Target>,
        dealt: Dealt,
        chunks: &mut Chunks<N::Gradient, B>,
        memories: &mut [P::Memory],
        loss: &L,
        rng: &mut R,
    ) -> Result<(TrainReport, L::Parts), TrainError>
    where
        P: Start<N, X::Batch<B>>,
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Sync,
        Target: Clone + Sync,
        R: Rng + ?Sized,
        N::Gradient: trainer::TrainedBy<O, G, M>,
    {
        let (data, samples) = (taken.data, taken.samples);
        let (found, columns) = (samples.len(), chunks.samples());
        if found > columns {
            return Err(LossError::TooManyTargets { found, columns }.into());
        }
        if let Some(&found) = samples.iter().find(|&&sample| sample >= data.len()) {
            return Err(TrainError::Sample { found, samples: data.len() });
        }
        let rest = found.div_ceil(B).checked_sub(1).ok_or(LossError::Empty)?;
        let whole = match dealt {
            Dealt::Anyhow => weights::<X, N::Output, Target, L>(data, samples),
            Dealt::InShards => {
                let each =
                    samples.chunks(B).map(|chunk| weights::<X, N::Output, _, L>(data, chunk));
                joined(&each.collect::<Vec<_>>())
            }
        };
        let work = Work { net: &*net, taken, whole, loss, seed: rng.next_u64() };
        let gradient = self.gradient_of::<N>();
        let gradients = chunks.gradients.get_mut(..rest).unwrap_or_default();
        let parts = work.subtree::<P, B>(0, gradient, gradients, memories);
        let parts = parts.map_err(|error| trainer::blame(net, error))?;
        self.finish(net, parts)
    }

    /// The end of a step whose gradient, that of the trainer, and loss are known.
    pub(crate) fn finish<T: Scalar, N, P: Parts<T>>(
        &mut self,
        net: &mut N,
        parts: P,
    ) -> Result<(TrainReport, P), TrainError>
    where
        N: Parameters<Gradient: Only<T> + trainer::TrainedBy<O, G, M>>,
    {
        let loss = losses::loss_of(&parts);
        if !loss.is_finite() {
            return Err(trainer::blame(net, TrainError::NonFiniteLoss(loss)));
        }
        let step = self.descend(net)?;
        Ok((TrainReport { loss, step }, parts))
    }
}

/// How the samples of a step came to be in its chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dealt {
    /// By one order of all of them.
    Anyhow,
    /// From [`Shards`](super::Shards): whoever has a chunk knows the weights of its targets alone, so that they are
    /// added over the tree too.
    InShards,
}

/// The weights of the targets of these samples.
pub(crate) fn weights<X, Y, Target, L: Loss<Y, Target>>(
    data: &Dataset<'_, X, Target>,
    samples: &[usize],
) -> L::Parts {
    let mut whole = L::Parts::none();
    samples.iter().filter_map(|&sample| data.targets().get(sample)).for_each(|target| {
        losses::add_weights::<L, Y, _>(target, &mut whole);
    });
    whole
}

/// The weights of all that is dealt: those of each shard, added over the tree.
pub(crate) fn weights_of_shards<X, Y, Target, L: Loss<Y, Target>>(
    data: &Dataset<'_, X, Target>,
    shards: &Shards,
) -> L::Parts {
    let shard = |chunk| weights::<X, Y, _, L>(data, &shards.shard(chunk).collect::<Vec<_>>());
    joined(&(0..shards.chunks()).map(shard).collect::<Vec<_>>())
}

/// The sum of what chunks have, over the tree.
pub(crate) fn joined<T: Scalar, P: Parts<T>>(parts: &[P]) -> P {
    match parts {
        [] => P::none(),
        [one] => *one,
        _ => {
            let (left, right) = parts.split_at(left_of(parts.len()));
            losses::join(joined(left), &joined(right))
        }
    }
}

/// How many of n chunks, from 2, the left branch of their tree has.
pub(crate) const fn left_of(n: usize) -> usize {
    n.div_ceil(2)
}

/// What the chunks of a step have in common.
pub(crate) struct Work<'w, 'd, N, X, Target, L, P> {
    pub(crate) net: &'w N,
    /// Its samples, B for each chunk; or those of them that are here.
    pub(crate) taken: &'w Taken<'w, 'd, X, Target>,
    /// The weights of all targets of the step.
    pub(crate) whole: P,
    pub(crate) loss: &'w L,
    pub(crate) seed: u64,
}

impl<X, N, Target, L, W> Work<'_, '_, N, X, Target, L, W> {
    /// The loss and, in `gradient`, the gradient of chunk `chunk` and of those behind it, one for each place in `rest`,
    /// each with what is remembered of it.
    pub(crate) fn subtree<P, const B: usize>(
        &self,
        chunk: usize,
        gradient: &mut N::Gradient,
        rest: &mut [Box<N::Gradient>],
        memories: &mut [P::Memory],
    ) -> Result<W, TrainError>
    where
        P: Start<N, X::Batch<B>>,
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number, Parts = W> + Sync,
        W: Parts<X::Number>,
        Target: Clone + Sync,
    {
        let one = |chunk: usize, gradient: &mut N::Gradient, memory: &mut P::Memory| {
            let first = chunk * B;
            // By reference: a batch is as large as the stack may be small.
            let mut batch = self.taken.batch::<B>(first);
            let Some(batch) = &mut batch else { return Err(LossError::Empty.into()) };
            self.taken.change(first, batch)?;
            let mut parts = W::none();
            let dy = |y: &N::Output| {
                let whole = Some(&self.whole);
                let (found, dy) =
                    trainer::gradient_of::<N, _, _, _>(self.loss, y, batch.targets(), whole)?;
                parts = found;
                Ok(dy)
            };
            let mut rng = random::generator(self.seed.wrapping_add(chunk as u64));
            let place = |error| match error {
                TrainError::Loss(error) => error.with_sample(|sample| chunk * B + sample).into(),
                error => error,
            };
            P::run(self.net, memory, &batch.x, &mut rng, dy, gradient).map_err(place)?;
            Ok(parts)
        };
        tree::<X::Number, _, _, _>(chunk, gradient, rest, memories, &one)
    }
}

/// What a chunk starts from, and how its gradient comes about then.
pub(crate) trait Start<N: Backward<X>, X> {
    /// What a chunk begins with, and leaves.
    type Memory: Send;

    /// Both passes; the gradient is set.
    fn run<R: Rng + ?Sized, E>(
        net: &N,
        memory: &mut Self::Memory,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&<N as Forward<X>>::Output) -> Result<<N as Forward<X>>::Output, E>,
        gradient: &mut N::Gradient,
    ) -> Result<(), E>;
}

/// From nothing, or from rest.
pub(crate) struct FromRest;

impl<N: Backward<X>, X> Start<N, X> for FromRest {
    type Memory = ();

    #[inline(always)]
    fn run<R: Rng + ?Sized, E>(
        net: &N,
        (): &mut (),
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&N::Output) -> Result<N::Output, E>,
        gradient: &mut N::Gradient,
    ) -> Result<(), E> {
        net.train::<_, Unwanted, _, _>(x, rng, dy, Overwrite(gradient))
    }
}

/// The loss and, in `gradient`, the gradient of chunk `first` and of those behind it, one for each
/// place in `rest`: of the left half of them, which has one more where their number is odd, plus
/// that of the right half. The error is that of the first chunk that has one. Each chunk has its memory.
fn tree<T: Scalar, G: Parameters + Only<T>, M: Send, P: Parts<T>>(
    first: usize,
    gradient: &mut G,
    rest: &mut [Box<G>],
    memories: &mut [M],
    one: &(impl Fn(usize, &mut G, &mut M) -> Result<P, TrainError> + Sync),
) -> Result<P, TrainError> {
    let (left, right) = rest.split_at_mut(rest.len() / 2);
    let Some((other, right)) = right.split_first_mut() else {
        return leaf(first, gradient, memories, one);
    };
    let middle = first + left.len() + 1;
    let (memories, others) = memories.split_at_mut_checked(left.len() + 1).unwrap_or_default();
    let (a, b) = join(
        || tree::<T, G, M, P>(first, gradient, left, memories, one),
        || tree::<T, G, M, P>(middle, other, right, others, one),
    );
    let parts = losses::join(a?, &b?);
    for_each_pair(gradient, &**other, |_, sum: &mut [T], g| {
        sum.iter_mut().zip(g).for_each(|(sum, &g)| *sum += g);
    });
    Ok(parts)
}

/// One chunk, in a frame of its own: inlined, its activations would be in every frame of the tree.
#[inline(never)]
fn leaf<G, M, P>(
    chunk: usize,
    gradient: &mut G,
    memories: &mut [M],
    one: &impl Fn(usize, &mut G, &mut M) -> Result<P, TrainError>,
) -> Result<P, TrainError> {
    match memories.first_mut() {
        Some(memory) => one(chunk, gradient, memory),
        // The caller has one for each chunk.
        None => Err(LossError::Empty.into()),
    }
}

#[cfg(feature = "rayon")]
use rayon::join;

/// Both, one after the other.
#[cfg(not(feature = "rayon"))]
fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}
