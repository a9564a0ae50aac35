//! Inference on arrays, and on as many samples as come at run time.

use crate::{Forward, Parameters, Scalar};
use core::fmt;
use nalgebra::{SMatrix, SVector};

/// How many samples [`predict_all`](Predict::predict_all) takes through the network at a time.
const COLUMNS: usize = 16;

/// Inference with arrays in and out, for networks, layers and `dyn Forward`, through any pointer to them.
///
/// Whatever lists its [`Parameters`] has it; a layer for inference alone, which does not, says
/// `impl Predict for MyLayer {}`. Pointers do not have it themselves, so that a call looks behind them: it is the
/// same through `&mut`, `Box`, `Arc`, `LazyLock` or a guard of a mutex.
///
/// ```
/// use constnet::{init::FanIn, prelude::*};
/// use std::sync::{Arc, Mutex};
///
/// network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);
///
/// let net = Net::seeded(7);
/// let shared = Arc::new(Mutex::new(Net::seeded(7)));
/// assert_eq!(shared.lock().unwrap().predict([1.0, 0.0]), net.predict([1.0, 0.0]));
///
/// let chosen: Box<dyn Forward<SVector<f32, 2>, Output = SVector<f32, 1>>> = Box::new(net);
/// let [y] = chosen.predict([1.0, 0.0]);
/// # let _ = y;
/// ```
pub trait Predict {
    /// y = f(x) for one sample: `[T; N]`; of a sequence `[[T; N]; L]`, of an image `[[[T; C]; W]; H]`.
    ///
    /// The output is an array as deep as it is. Tuples go through [`forward`](Forward::forward).
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let net = (Dense::new([[1.0, 2.0]], [0.5]), Relu);
    /// assert_eq!(net.predict([1.0_f32, 1.0]), [3.5]);
    /// // The same at both steps of a sequence.
    /// assert_eq!(net.predict([[1.0, 1.0], [0.0, 2.0]]), [[3.5], [4.5]]);
    /// ```
    // In one line, so that the compiler quotes one.
    #[rustfmt::skip]
    #[inline]
    fn predict<A: Arrays>(&self, x: A) -> <<Self as Forward<A::Value>>::Output as AsArray>::Array where Self: Forward<A::Value, Output: AsArray> {
        self.forward(&x.value()).array()
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

impl<N: Parameters> Predict for N {}

macro_rules! objects {
    ($($(+ $Auto:ident)*;)*) => {$(
        impl<X, Y> Predict for dyn Forward<X, Output = Y> $(+ $Auto)* + '_ {}
    )*};
}
objects! { ; + Send; + Sync; + Send + Sync; }

/// What [`predict`](Predict::predict) takes: `[T; N]`, and arrays of such.
#[diagnostic::on_unimplemented(
    message = "`predict` takes one sample as an array of numbers, not `{Self}`",
    label = "expected `[T; N]`, or for a sequence or an image arrays of such",
    note = "an array goes in by itself, without `&`; a `Vec` or a slice becomes one by `x.try_into()`; a vector and a batch, `SVector` and `SMatrix`, go to `net.forward(&x)`; as many samples as there are to `net.predict_all(&x, &mut y)`"
)]
pub trait Arrays {
    /// The same as a value.
    type Value;
    /// The same numbers as a value.
    fn value(self) -> Self::Value;
}

impl<E: Element, const N: usize> Arrays for [E; N] {
    type Value = E::Value<N>;
    #[inline(always)]
    fn value(self) -> E::Value<N> {
        E::value(self)
    }
}

/// What arrays that [`predict`](Predict::predict) takes are made of: numbers, or arrays of them.
#[diagnostic::on_unimplemented(
    message = "`predict` does not take arrays of `{Self}`",
    label = "neither a number nor an array of numbers"
)]
pub trait Element: Copy {
    /// N of them, as a value.
    type Value<const N: usize>;
    /// The same numbers as a value.
    fn value<const N: usize>(x: [Self; N]) -> Self::Value<N>;
}

impl<T: Scalar> Element for T {
    type Value<const N: usize> = SVector<T, N>;
    #[inline(always)]
    fn value<const N: usize>(x: [T; N]) -> SVector<T, N> {
        x.into()
    }
}

impl<E: Element, const M: usize> Element for [E; M] {
    type Value<const N: usize> = [E::Value<M>; N];
    #[inline(always)]
    fn value<const N: usize>(x: [[E; M]; N]) -> [E::Value<M>; N] {
        x.map(E::value)
    }
}

/// An output that [`predict`](Predict::predict) gives as an array.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an output that `predict` gives as an array",
    label = "neither one sample nor an array of such",
    note = "networks whose output is a tuple go through `forward`"
)]
pub trait AsArray {
    /// The array.
    type Array;
    /// The same numbers in an array.
    fn array(self) -> Self::Array;
}

impl<T: Scalar, const N: usize> AsArray for SVector<T, N> {
    type Array = [T; N];
    #[inline(always)]
    fn array(self) -> [T; N] {
        self.data.0[0]
    }
}

impl<V: AsArray, const L: usize> AsArray for [V; L] {
    type Array = [V::Array; L];
    #[inline(always)]
    fn array(self) -> [V::Array; L] {
        self.map(V::array)
    }
}

/// Not as many outputs as inputs.
#[derive(Clone, Copy, PartialEq, Eq)]
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

sentence! { LengthError }

impl core::error::Error for LengthError {}
