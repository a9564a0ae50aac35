//! Training: data, steps, and the loop around them.
//!
//! [`fit`] is the usual training loop: shuffled batches, epochs, a validation set, early stopping. It, and all that
//! takes a [`Dataset`], needs the feature `alloc`. [`Trainer`] takes a single step, without allocating, whole or not
//! at all; in [`Chunks`], threads can share the step.

#[cfg(feature = "alloc")]
pub(crate) mod augment;
#[cfg(feature = "alloc")]
mod carried;
#[cfg(feature = "alloc")]
pub(crate) mod chunks;
#[cfg(feature = "alloc")]
pub(crate) mod course;
#[cfg(feature = "alloc")]
mod dataset;
#[cfg(feature = "alloc")]
mod error;
#[cfg(feature = "alloc")]
pub(crate) mod evaluate;
#[cfg(feature = "alloc")]
mod fit;
mod from_state;
pub mod metrics;
mod mini_batch;
#[cfg(feature = "alloc")]
pub(crate) mod plan;
mod plateau;
#[cfg(feature = "progress")]
mod progress;
#[cfg(feature = "alloc")]
mod report;
#[cfg(feature = "alloc")]
mod rows;
#[cfg(feature = "alloc")]
mod shards;
#[cfg(feature = "alloc")]
mod shuffled;
#[cfg(feature = "alloc")]
pub mod split;
#[cfg(feature = "alloc")]
mod targets;
#[cfg(feature = "alloc")]
pub(crate) mod trainable;
pub(crate) mod trainer;
#[cfg(feature = "alloc")]
mod verdict;
#[cfg(feature = "alloc")]
mod weighting;

#[cfg(feature = "alloc")]
pub use carried::Carried;
#[cfg(feature = "alloc")]
pub use chunks::Chunks;
#[cfg(feature = "alloc")]
pub use dataset::{BatchSize, DataError, Dataset, SizeOfBatch};
#[cfg(feature = "alloc")]
pub use error::{FitError, Set};
#[cfg(feature = "alloc")]
pub use evaluate::{evaluate, evaluate_with};
#[cfg(feature = "alloc")]
pub use fit::{fit, fit_with};
pub use mini_batch::MiniBatch;
#[cfg(feature = "alloc")]
pub use plan::Fit;
pub use plateau::Plateau;
#[cfg(feature = "progress")]
pub use progress::progress_bar;
#[cfg(feature = "alloc")]
pub use report::{Epoch, FitReport, Stop};
#[cfg(feature = "alloc")]
pub use rows::{Rows, RowsIter};
#[cfg(feature = "alloc")]
pub use shards::Shards;
#[cfg(feature = "alloc")]
pub use targets::{ClassIndices, NumericTarget};
#[cfg(feature = "alloc")]
pub use trainable::Trainable;
pub use trainer::{Slope, TrainError, TrainReport, TrainedBy, Trainer, TrainerOf, input_gradient};
#[cfg(feature = "alloc")]
pub use verdict::Verdict;
#[cfg(feature = "alloc")]
pub use weighting::{balanced, weighted};
