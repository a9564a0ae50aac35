//! Inference on arrays, and on as many samples as come at run time.

use crate::{Forward, Scalar};
use core::fmt;
use nalgebra::{SMatrix, SVector};

/// How many samples [`predict_all`](Predict::predict_all) takes through the network at a time.
const COLUMNS: usize = 16;

/// Inference with arrays in and out, for everything that implements [`Forward`].
pub trait Predict {
    /// y = f(x) for one sample.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let net = (Dense::new([[1.0, 2.0]], [0.5]), Relu);
    /// assert_eq!(net.predict([1.0_f32, 1.0]), [3.5]);
    /// ```
    #[inline]
    fn predict<T: Scalar, const IN: usize, const OUT: usize>(&self, x: [T; IN]) -> [T; OUT]
    where
        Self: Forward<SVector<T, IN>, Output = SVector<T, OUT>>,
    {
        self.forward(&SVector::from(x)).data.0[0]
    }

    /// y = f(x) for any number of samples, 16 at a time; each has the bits that
    /// [`predict`](Self::predict) gives.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let net = Dense::new([[2.0]], [1.0]);
    /// let mut y = vec![SVector::<f32, 1>::zeros(); 3];
    /// net.predict_all(&[[1.0], [2.0], [3.0]].map(SVector::from), &mut y)?;
    /// assert_eq!(y, [[3.0], [5.0], [7.0]].map(SVector::from));
    /// # Ok::<(), constnet::LengthError>(())
    /// ```
    ///
    /// # Errors
    /// If there is not exactly one y for each x; then no y has changed.
    fn predict_all<T: Scalar, const IN: usize, const OUT: usize>(
        &self,
        x: &[SVector<T, IN>],
        y: &mut [SVector<T, OUT>],
    ) -> Result<(), LengthError>
    where
        Self: Forward<SMatrix<T, IN, COLUMNS>, Output = SMatrix<T, OUT, COLUMNS>>,
    {
        if x.len() != y.len() {
            return Err(LengthError { inputs: x.len(), outputs: y.len() });
        }
        for (x, y) in x.chunks(COLUMNS).zip(y.chunks_mut(COLUMNS)) {
            let mut batch = crate::zeros::<T, IN, COLUMNS>();
            for (column, x) in batch.data.0.iter_mut().zip(x) {
                *column = x.data.0[0];
            }
            let outputs = self.forward(&batch);
            for (column, y) in outputs.data.0.iter().zip(y) {
                y.data.0[0] = *column;
            }
        }
        Ok(())
    }
}

impl<L: ?Sized> Predict for L {}

/// Not as many outputs as inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthError {
    /// How many inputs.
    pub inputs: usize,
    /// How many outputs.
    pub outputs: usize,
}

impl fmt::Display for LengthError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} inputs and {} outputs, expected one for each", self.inputs, self.outputs)
    }
}

impl core::error::Error for LengthError {}
