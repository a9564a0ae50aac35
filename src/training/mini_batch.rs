//! A batch that may be partial.

use crate::{losses::LossError, values::Batched};

/// B columns, of which the first few are samples: the last batch of an epoch may be partial. X is a batch
/// `SMatrix<T, N, B>`, or an array or a tuple of such.
///
/// [`Trainer::step_batch`](super::Trainer::step_batch) trains on it.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Room for four samples, and three have come.
/// let x = SMatrix::<f32, 1, 4>::new(0.0, 1.0, 2.0, 0.0);
/// let batch = MiniBatch::new(x, &[1.0_f32, 3.0, 5.0])?;
///
/// let mut line = Dense::<1, 1>::zeros();
/// let mut trainer = Trainer::new(&line, Sgd::new(0.5));
/// let mut rng = constnet::random::generator(1);
/// let trained = trainer.step_batch(&mut line, &batch, &MeanSquaredError, &mut rng)?;
/// // (1 + 9 + 25) / 3, and the bias moves by 0.5 times 2·(1 + 3 + 5) / 3.
/// assert!((trained.loss - 35.0 / 3.0).abs() < 1e-6 && line.bias[0] == 3.0);
/// # Ok::<(), constnet::training::TrainError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MiniBatch<X, Target, const B: usize> {
    /// One sample a column; columns beyond the samples repeat the first of them, and do not count: a
    /// loss of the first [`targets`](Self::targets) gives them a gradient of 0.
    pub x: X,
    pub(super) targets: [Target; B],
    pub(super) columns: usize,
}

impl<X: Batched<B>, Target: Clone, const B: usize> MiniBatch<X, Target, B> {
    /// The first columns of x, as many as there are targets. What stands in the others is not used.
    ///
    /// # Errors
    /// If there are no targets, or more than columns.
    pub fn new(mut x: X, targets: &[Target]) -> Result<Self, LossError> {
        let Some(first) = targets.first() else {
            return Err(LossError::Empty);
        };
        let columns = targets.len();
        if columns > B {
            return Err(LossError::TooManyTargets { found: columns, columns: B });
        }
        // The derivatives of the first sample are finite where it can be trained on at all, so that
        // times a dy of 0 they are 0.
        x.repeat_first(columns);
        let targets = core::array::from_fn(|b| targets.get(b).unwrap_or(first).clone());
        Ok(Self { x, targets, columns })
    }
}

impl<X, Target, const B: usize> MiniBatch<X, Target, B> {
    /// One target per sample.
    pub fn targets(&self) -> &[Target] {
        self.targets.get(..self.columns).unwrap_or(&self.targets)
    }
}
