//! Training: data, steps, and the loop around them.
//!
//! [`fit`] is the usual training loop: shuffled batches, epochs, a validation set, early stopping. It, and all that
//! takes a [`Dataset`], needs the feature `alloc`. [`Trainer`] takes a single step, without allocating, whole or not
//! at all; in [`Chunks`], threads can share the step.

#[cfg(feature = "alloc")]
mod carried;
#[cfg(feature = "alloc")]
mod chunks;
#[cfg(feature = "alloc")]
mod dataset;
#[cfg(feature = "alloc")]
mod error;
#[cfg(feature = "alloc")]
mod evaluate;
#[cfg(feature = "alloc")]
mod fit;
mod from_state;
pub mod metrics;
mod mini_batch;
mod plateau;
#[cfg(feature = "progress")]
mod progress;
#[cfg(feature = "alloc")]
mod rows;
#[cfg(feature = "alloc")]
pub mod split;
#[cfg(feature = "alloc")]
mod targets;
mod trainer;
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
pub use fit::{Epoch, Fit, FitReport, Stop, fit, fit_with};
pub use mini_batch::MiniBatch;
pub use plateau::Plateau;
#[cfg(feature = "progress")]
pub use progress::progress_bar;
#[cfg(feature = "alloc")]
pub use rows::{Rows, RowsIter};
#[cfg(feature = "alloc")]
pub use targets::{ClassIndices, NumericTarget};
pub use trainer::{Slope, TrainError, TrainReport, TrainedBy, Trainer, TrainerOf, input_gradient};
#[cfg(feature = "alloc")]
pub use verdict::Verdict;
#[cfg(feature = "alloc")]
pub use weighting::{balanced, weighted};
