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

use super::{BatchSize, Dataset, TrainError, TrainReport, Trainer, trainer};
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
}

impl<G: Parameters, const B: usize> Chunks<G, B> {
    /// At most `count` chunks in a step, and never less than one.
    pub fn new<N: Parameters<Gradient = G>>(_: &N, _: BatchSize<B>, count: usize) -> Self {
        const { assert!(B > 0, "a chunk has at least one sample") };
        Self { gradients: (1..count).map(|_| G::zeros_boxed()).collect() }
    }

    /// The most chunks in a step.
    pub(super) const fn count(&self) -> usize {
        self.gradients.len() + 1
    }

    /// The most samples in a step.
    pub const fn samples(&self) -> usize {
        B.saturating_mul(self.count())
    }
}

impl<O: Optimizer, G, M> Trainer<O, G, M> {
    /// One step on the samples of `data` numbered `samples`, in chunks of B; the last may be partial.
    ///
    /// It is [`step`](Self::step) on a batch of all of them: the loss is theirs, the gradient is
    /// checked and the update made once, and all or nothing changes. Bits differ from those of one
    /// large batch, because sums are added in another order; they do not depend on threads or on the
    /// feature `rayon`, which computes chunks on the current pool of rayon.
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
        let () = trainer::Logits::<N, X::Batch<B>, L>::GIVEN;
        let begin = &mut alloc::vec![(); chunks.count()];
        let (trained, _) = self.parts_of_step::<FromRest, _, _, _, _, _, B>(
            net, data, samples, chunks, begin, loss, rng,
        )?;
        Ok(trained)
    }

    /// [`step_chunks`](Self::step_chunks) where each chunk begins with what is remembered of it, and the loss
    /// part by part. What is remembered then is valid only if there is no error.
    #[allow(clippy::too_many_arguments, reason = "each is another thing that a step needs")]
    pub(super) fn parts_of_step<P, X, N, Target, L, R, const B: usize>(
        &mut self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        samples: &[usize],
        chunks: &mut Chunks<N::Gradient, B>,
        memories: &mut [P::Memory],
        loss: &L,
        rng: &mut R,
    ) -> Result<(TrainReport, L::Parts), TrainError>
    where
        P: Pass<N, X::Batch<B>>,
        X: Sample,
        N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        L: Loss<N::Output, Target, Value = X::Number> + Sync,
        Target: Clone + Sync,
        R: Rng + ?Sized,
        N::Gradient: trainer::TrainedBy<O, G, M>,
    {
        let (found, columns) = (samples.len(), chunks.samples());
        if found > columns {
            return Err(LossError::TooManyTargets { found, columns }.into());
        }
        if let Some(&found) = samples.iter().find(|&&sample| sample >= data.len()) {
            return Err(TrainError::Sample { found, samples: data.len() });
        }
        let rest = found.div_ceil(B).checked_sub(1).ok_or(LossError::Empty)?;
        let mut whole = L::Parts::none();
        samples.iter().filter_map(|&sample| data.targets().get(sample)).for_each(|target| {
            losses::add_weights::<L, N::Output, _>(target, &mut whole);
        });
        let seed = rng.next_u64();
        let shared = &*net;
        let one = |chunk: usize, gradient: &mut N::Gradient, memory: &mut P::Memory| {
            let first = chunk * B;
            let samples = samples.get(first..found.min(first + B)).unwrap_or_default();
            // By reference: a batch is as large as the stack may be small.
            let batch = data.batches(BatchSize::<B>, samples).next();
            let Some(batch) = &batch else { return Err(LossError::Empty.into()) };
            let mut parts = L::Parts::none();
            let dy = |y: &N::Output| {
                let (found, dy) =
                    trainer::gradient_of::<N, _, _, _>(loss, y, batch.targets(), Some(&whole))?;
                parts = found;
                Ok(dy)
            };
            let mut rng = random::generator(seed.wrapping_add(chunk as u64));
            P::run(shared, memory, &batch.x, &mut rng, dy, gradient).map_err(
                |error| match error {
                    TrainError::Loss(error) => error.with_sample(|sample| first + sample).into(),
                    error => error,
                },
            )?;
            Ok(parts)
        };
        let gradient = <N::Gradient as trainer::TrainedBy<O, G, M>>::gradient(&mut self.gradient);
        let gradients = chunks.gradients.get_mut(..rest).unwrap_or_default();
        let (value, parts) = tree::<X::Number, _, _, _>(0, gradient, gradients, memories, &one)
            .and_then(|parts| match losses::loss_of(&parts) {
                loss if loss.is_finite() => Ok((loss, parts)),
                loss => Err(TrainError::NonFiniteLoss(loss)),
            })
            .map_err(|error| trainer::blame(net, error))?;
        let step =
            self.memory.step(<N::Gradient as trainer::TrainedBy<O, G, M>>::slots, |memory| {
                self.optimizer.step(net, gradient, memory)
            })?;
        Ok((TrainReport { loss: value, step }, parts))
    }
}

/// How the gradient of a chunk comes about.
pub(super) trait Pass<N: Backward<X>, X> {
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
pub(super) struct FromRest;

impl<N: Backward<X>, X> Pass<N, X> for FromRest {
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
