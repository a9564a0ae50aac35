//! How to train: the settings of the loop.

use super::{
    BatchSize, Dataset, FitError, Plateau, Set, Shards, SizeOfBatch, augment::Augment,
    chunks::Dealt,
};
use crate::{
    Loss, losses,
    random::{self, Generator},
};
use alloc::vec::Vec;

/// How to train: how long, in what batches, and when to stop.
///
/// By default there are 10 epochs, in batches of 32. Settings are checked by [`fit`](super::fit()).
#[derive(Debug)]
pub struct Fit<'a, X, Target, const B: usize = 32> {
    pub(crate) seed: u64,
    pub(super) epochs: usize,
    pub(crate) chunks: usize,
    pub(super) sharded: Option<usize>,
    pub(crate) validation: Option<Dataset<'a, X, Target>>,
    pub(super) patience: Option<usize>,
    pub(super) min_delta: f64,
    pub(super) plateau: Option<Plateau>,
    pub(super) keep_last: bool,
    pub(crate) augment: Option<Augment<'a, X>>,
}

impl<'a, X, Target> Fit<'a, X, Target> {
    /// A plan with a seed, from which everything random comes: the order of the samples, and layers such as dropout.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            epochs: 10,
            chunks: 1,
            sharded: None,
            validation: None,
            patience: None,
            min_delta: 0.0,
            plateau: None,
            keep_last: false,
            augment: None,
        }
    }
}

impl<'a, X, Target, const B: usize> Fit<'a, X, Target, B> {
    /// How many times every sample is seen, at least 1.
    #[must_use]
    pub fn epochs(self, epochs: usize) -> Self {
        Self { epochs, ..self }
    }

    /// The number of samples in a step: `.batch(BatchSize::<64>)`. Everything that the network computes for them on
    /// the way is on the stack, unless those [intermediates](crate::footprint::Footprint::INTERMEDIATES) are more
    /// than 2 MiB: then the batch runs in chunks of eight samples, or one by one where eight have more than 1 MiB.
    /// The step is the same, but for the order in which its sums are added; chunks of your own are
    /// [`chunks`](Self::chunks).
    #[must_use]
    pub fn batch<const B2: usize>(self, _: impl SizeOfBatch<B2>) -> Fit<'a, X, Target, B2> {
        let Self {
            seed,
            epochs,
            chunks,
            sharded,
            validation,
            patience,
            min_delta,
            plateau,
            keep_last,
            augment,
        } = self;
        Fit {
            seed,
            epochs,
            chunks,
            sharded,
            validation,
            patience,
            min_delta,
            plateau,
            keep_last,
            augment,
        }
    }

    /// How many batches a step has, at least 1: `.batch(BatchSize::<32>).chunks(4)` takes steps on 128
    /// samples, in chunks of 32, each with a gradient of its own. The stack holds the activations
    /// of one chunk; with the feature `rayon`, chunks run on the current pool of rayon, and the bits
    /// are the same ([`Trainer::step_chunks`](super::Trainer::step_chunks)).
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let inputs: Vec<_> = (0..256).map(|i| SVector::<f32, 1>::from([i as f32 / 256.0])).collect();
    /// let targets: Vec<f32> = inputs.iter().map(|x| 3.0 * x[0] - 1.0).collect();
    /// let data = Dataset::new(&inputs, &targets)?;
    /// let (adam, plan) = (Adam::new(0.1), Fit::new(1).batch(BatchSize::<32>).chunks(4).epochs(100));
    /// let mut line = Dense::<1, 1>::zeros();
    /// fit(&mut line, &data, &MeanSquaredError, adam, &plan)?;
    /// assert!((line.weight[0] - 3.0).abs() < 0.01 && (line.bias[0] + 1.0).abs() < 0.01);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "gradient accumulation")]
    #[doc(alias = "accumulate")]
    #[must_use]
    pub fn chunks(self, chunks: usize) -> Self {
        Self { chunks, ..self }
    }

    /// Each chunk of a step has a part of the data of its own, its [shard](Shards), and batches are drawn from
    /// shards, not from all samples, whose number is stated here: so that each rank of a [`Team`](crate::ranks::Team)
    /// holds only its part of the data. On one machine, which has all of them, the bits are those of any number of
    /// ranks. Without effect on a record whose states are [carried](Self::carried), which has its tracks.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let inputs: Vec<_> = (0..256).map(|i| SVector::<f32, 1>::from([i as f32 / 256.0])).collect();
    /// let targets: Vec<f32> = inputs.iter().map(|x| 3.0 * x[0] - 1.0).collect();
    /// let data = Dataset::new(&inputs, &targets)?;
    /// let plan = Fit::new(1).batch(BatchSize::<32>).chunks(4).sharded(256).epochs(100);
    /// let mut line = Dense::<1, 1>::zeros();
    /// fit(&mut line, &data, &MeanSquaredError, Adam::new(0.1), &plan)?;
    /// assert!((line.weight[0] - 3.0).abs() < 0.01 && (line.bias[0] + 1.0).abs() < 0.01);
    ///
    /// let error = fit(&mut line, &data, &MeanSquaredError, Adam::new(0.1), &plan.sharded(300));
    /// let sentence = "the number of samples in shards is 300, expected as many as the data has";
    /// assert_eq!(error.unwrap_err().to_string(), sentence);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sharded(self, samples: usize) -> Self {
        Self { sharded: Some(samples), ..self }
    }

    /// The shards of the plan, if it has any.
    pub(crate) fn shards(&self) -> Option<Shards> {
        self.sharded.map(|samples| Shards::new(samples, self.chunks, BatchSize::<B>))
    }

    /// How samples come to be in the chunks of a step.
    pub(crate) const fn dealt(&self) -> Dealt {
        if self.sharded.is_some() { Dealt::InShards } else { Dealt::Anyhow }
    }

    /// Puts the samples in the order of the next epoch.
    pub(crate) fn reorder(&self, order: &mut Vec<usize>, rng: &mut Generator) {
        match self.shards() {
            Some(shards) => *order = shards.order(rng),
            None => random::shuffle(order, rng),
        }
    }

    /// All that must be the same wherever parts of this training are computed.
    pub(crate) fn describe(&self, out: &mut impl core::fmt::Write) -> core::fmt::Result {
        let Self {
            seed,
            epochs,
            chunks,
            sharded,
            validation,
            patience,
            min_delta,
            plateau,
            keep_last,
            augment,
        } = self;
        let validation = validation.as_ref().map(Dataset::len);
        write!(out, "{B} {seed} {epochs} {chunks} {sharded:?} {validation:?} {patience:?}")?;
        // What changes samples is a function, which has no words.
        let changes = augment.is_some();
        write!(out, " {min_delta} {plateau:?} {keep_last} {changes}")
    }

    /// Data to measure the loss on before training and after every epoch. The network ends with the
    /// parameters that had the lowest such loss.
    #[must_use]
    pub fn validation(self, data: Dataset<'a, X, Target>) -> Self {
        Self { validation: Some(data), ..self }
    }

    /// Early stopping: training ends after this many epochs, at least 1, without a lower validation loss.
    /// Needs [validation data](Self::validation).
    #[must_use]
    pub fn patience(self, epochs: usize) -> Self {
        Self { patience: Some(epochs), ..self }
    }

    /// How far a validation loss must fall below the lowest so far for the [patience](Self::patience) to start over; at
    /// least 0, which is the default. The best parameters are kept regardless of how little better they are.
    #[must_use]
    pub fn min_delta(self, delta: f64) -> Self {
        Self { min_delta: delta, ..self }
    }

    /// Lowers the learning rate when the loss no longer falls: the validation loss or, without validation data, the
    /// training loss.
    ///
    /// ```
    /// use constnet::{prelude::*, training::Plateau};
    ///
    /// let inputs = [[-1.0], [1.0]].map(SVector::<f32, 1>::from);
    /// let data = Dataset::new(&inputs, &[-2.0_f32, 2.0])?;
    /// let mut line = Dense::<1, 1>::zeros();
    /// // A rate that overshoots the minimum, again and again, until it is lowered.
    /// let plan = Fit::new(1).epochs(60).plateau(Plateau::new(0.5, 3));
    /// let report = fit(&mut line, &data, &MeanSquaredError, Sgd::new(1.0), &plan)?;
    /// assert!(report.loss() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn plateau(self, plateau: Plateau) -> Self {
        Self { plateau: Some(plateau), ..self }
    }

    /// The network ends with the parameters of the last epoch instead of the best, and no copy of it
    /// is kept.
    #[must_use]
    pub fn keep_last(self) -> Self {
        Self { keep_last: true, ..self }
    }

    /// Changes each sample before each step in a way that leaves its target right: moved, mirrored, noisier. So the
    /// network never sees the same sample twice, and learns to ignore such changes. The data set stays what it is,
    /// and no copy of it is made: a sample is copied into its batch anyway. Validation data are not changed.
    ///
    /// What is random is drawn from the generator that the closure is given: a new one for each sample and step, all
    /// from the plan's seed, so that the run is the same each time, on any number of threads. Of a
    /// [record](Self::carried) each window is changed by itself. A number that the closure makes NaN or infinite is
    /// an error that names the sample.
    ///
    /// Images of 8 × 8, each moved by up to a pixel, and half of them mirrored. What leaves the image is lost, and 0
    /// comes in:
    /// ```
    /// use constnet::{prelude::*, random::Generator};
    ///
    /// type Image = [[SVector<f32, 1>; 8]; 8];
    ///
    /// /// `image[h][w]`, where there is such a pixel.
    /// fn at(image: &Image, h: usize, w: usize) -> SVector<f32, 1> {
    ///     image.get(h).and_then(|row| row.get(w)).copied().unwrap_or_default()
    /// }
    /// fn shift(image: &Image, rng: &mut Generator) -> Image {
    ///     let [down, right] = [(); 2].map(|()| random::index(3, rng));
    ///     let moved = |h: usize, w: usize| at(image, (h + 1).wrapping_sub(down), (w + 1).wrapping_sub(right));
    ///     std::array::from_fn(|h| std::array::from_fn(|w| moved(h, w)))
    /// }
    /// fn flip(image: &mut Image, rng: &mut Generator) {
    ///     if random::unit(rng) < 0.5 {
    ///         image.iter_mut().for_each(|row| row.reverse());
    ///     }
    /// }
    ///
    /// // Is the bright row above or below the middle? Both leave that as it is.
    /// let image = |bright: usize| -> Image {
    ///     let mut image = Image::default();
    ///     image[bright] = std::array::from_fn(|w| SVector::from([w as f32 / 8.0]));
    ///     image
    /// };
    /// let (images, below) = ([image(1), image(6)], [0, 1]);
    /// let data = Dataset::classes(&images, &below, 2)?;
    /// let plan = Fit::new(1).epochs(100).augment(|image: &mut Image, rng| {
    ///     *image = shift(image, rng);
    ///     flip(image, rng);
    /// });
    ///
    /// network!(Reader: [[1; 8]; 8] => (Flatten<64>, Dense<64, 2>) => 2);
    /// let mut net = Reader::init(&mut random::generator(1));
    /// fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(0.05), &plan)?;
    /// // Images that nobody has shown it.
    /// let answers = [0, 2, 5, 7].map(|bright| net.forward(&image(bright)).argmax().0);
    /// assert_eq!(answers, [0, 0, 1, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    /// A random *crop* of an image that was padded first is such a shift; one that is also magnified reads the pixel
    /// `at(image, top + h / 2, left + w / 2)`.
    #[doc(alias = "augmentation")]
    #[must_use]
    pub fn augment(self, change: impl Fn(&mut X, &mut Generator) + Send + Sync + 'a) -> Self {
        Self { augment: Some(Augment::new(change)), ..self }
    }

    /// Whether all that can be known to be wrong before the first step is right.
    pub(crate) fn check<L, Y>(
        &self,
        data: &Dataset<'_, X, Target>,
        loss: &L,
    ) -> Result<(), FitError>
    where
        L: Loss<Y, Target>,
    {
        let at_least_1 = |name, found| match found {
            0 => Err(FitError::Setting { name, found, expected: "at least 1" }),
            _ => Ok(()),
        };
        at_least_1("the number of epochs", self.epochs)?;
        at_least_1("the number of chunks in a step", self.chunks)?;
        if let Some(patience) = self.patience {
            at_least_1("the patience", patience)?;
            if self.validation.is_none() {
                return Err(FitError::PatienceWithoutValidation);
            }
        }
        let delta = self.min_delta;
        let delta = (!(delta >= 0.0 && delta.is_finite())).then_some((
            "the least fall of the validation loss",
            delta,
            "a finite number from 0",
        ));
        let wrong = delta.or_else(|| self.plateau.and_then(|plateau| plateau.wrong()));
        if let Some((name, found, expected)) = wrong {
            return Err(FitError::Number { name, found, expected });
        }
        let targets = |set, data: &Dataset<'_, X, Target>| {
            losses::check(loss, data.targets().iter()).map_err(|error| FitError::Loss {
                set,
                epoch: 0,
                error,
            })
        };
        targets(Set::Training, data)?;
        self.validation.as_ref().map_or(Ok(()), |data| targets(Set::Validation, data))
    }
}
