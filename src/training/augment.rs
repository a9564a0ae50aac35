//! Samples as a step takes them: as they are, or each changed by the plan first.

use super::{BatchSize, Dataset, MiniBatch, TrainError};
use crate::{
    random::{self, Generator},
    values::{Batched, Sample},
};
use alloc::boxed::Box;
use core::{fmt, panic::UnwindSafe};
use rand::Rng;

/// What a plan does to each sample before a step.
pub(crate) struct Augment<'a, X>(Box<dyn Change<X> + 'a>);

/// The closure of a user.
trait Change<X>: Fn(&mut X, &mut Generator) + Send + Sync {}
impl<X, F: Fn(&mut X, &mut Generator) + Send + Sync> Change<X> for F {}

impl<'a, X> Augment<'a, X> {
    pub(super) fn new(change: impl Fn(&mut X, &mut Generator) + Send + Sync + 'a) -> Self {
        Self(Box::new(change))
    }
}

impl<X> fmt::Debug for Augment<'_, X> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Augment")
    }
}

// What a panic would leave half done is a copy that nobody sees.
impl<X> UnwindSafe for Augment<'_, X> {}
impl<X> core::panic::RefUnwindSafe for Augment<'_, X> {}

/// Seeds of what is drawn to change samples, by the seed of the plan. They have a generator of their own: a plan that changes nothing leaves
/// the bits of one that does not say so, the order of the samples above all.
pub(crate) fn changes(seed: u64) -> Generator {
    random::generator(!seed)
}

/// The samples of a step, or those of them that are computed here.
pub(crate) struct Taken<'s, 'd, X, Target> {
    pub(crate) data: &'s Dataset<'d, X, Target>,
    /// Their numbers.
    pub(crate) samples: &'s [usize],
    /// Which of the step the first of them is.
    first: usize,
    /// What changes them, and the seed of the step.
    augment: Option<(&'s Augment<'s, X>, u64)>,
}

impl<'s, 'd, X, Target> Taken<'s, 'd, X, Target> {
    /// As they are.
    pub(crate) const fn plain(data: &'s Dataset<'d, X, Target>, samples: &'s [usize]) -> Self {
        Self { data, samples, first: 0, augment: None }
    }

    /// As a plan changes them, if it does.
    pub(crate) fn by<R: Rng + ?Sized>(
        augment: Option<&'s Augment<'s, X>>,
        data: &'s Dataset<'d, X, Target>,
        samples: &'s [usize],
        rng: &mut R,
    ) -> Self {
        Self {
            augment: augment.map(|augment| (augment, rng.next_u64())),
            ..Self::plain(data, samples)
        }
    }

    /// The same step elsewhere: of its samples these, from number `first` on.
    pub(crate) const fn part<'p, 'e>(
        &'p self,
        data: &'p Dataset<'e, X, Target>,
        samples: &'p [usize],
        first: usize,
    ) -> Taken<'p, 'e, X, Target> {
        Taken { data, samples, first, augment: self.augment }
    }
}

impl<X: Sample, Target: Clone> Taken<'_, '_, X, Target> {
    /// B of them from number `first` on, as they are.
    pub(super) fn batch<const B: usize>(
        &self,
        first: usize,
    ) -> Option<MiniBatch<X::Batch<B>, Target, B>> {
        self.data.batches(BatchSize::<B>, self.from::<B>(first)).next()
    }

    /// Changes the samples of such a batch, if they are to be changed. What is drawn for a sample depends on the seed
    /// and on its number in the step, and so neither on threads nor on how the step is divided.
    ///
    /// # Errors
    /// If a number of a changed sample is not finite.
    pub(super) fn change<const B: usize>(
        &self,
        first: usize,
        batch: &mut MiniBatch<X::Batch<B>, Target, B>,
    ) -> Result<(), TrainError> {
        let Some((augment, seed)) = self.augment else { return Ok(()) };
        let samples = self.from::<B>(first);
        for (b, &number) in samples.iter().enumerate() {
            let Some(&(mut sample)) = self.data.inputs().get(number) else { continue };
            let seed = seed.wrapping_add((first + b) as u64);
            augment.0(&mut sample, &mut random::generator(seed));
            if let Some((place, feature, found)) = sample.not_finite() {
                return Err(TrainError::Augmented { sample: number, place, feature, found });
            }
            sample.copy_to(&mut batch.x, b);
        }
        batch.x.repeat_first(samples.len());
        Ok(())
    }

    fn from<const B: usize>(&self, first: usize) -> &[usize] {
        let first = first.saturating_sub(self.first);
        let end = first.saturating_add(B).min(self.samples.len());
        self.samples.get(first..end).unwrap_or_default()
    }
}
