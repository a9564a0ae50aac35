//! Samples: one of what a batch has many of.

use super::{Place, Value, place::Step};
use crate::Scalar;
use nalgebra::{SMatrix, SVector};

/// One sample: an `SVector<T, N>`, an array of samples (a sequence, an image), or a tuple of samples.
///
/// # Example
/// Eight sequences of 100 steps of 3 features, as what a network is trained on:
/// ```
/// use constnet::{prelude::*, values::Sample};
///
/// type Sequence = [SVector<f32, 3>; 100];
/// let batch: <Sequence as Sample>::Batch<8> = [SMatrix::<f32, 3, 8>::zeros(); 100];
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sample",
    label = "neither a vector, nor an array or a tuple of samples",
    note = "a sample is an `SVector<T, N>` of N features, an array of samples (a sequence, an image), or a tuple of up to eight samples; inputs come before targets",
    note = "an array of numbers becomes one by `SVector::from`, as in `inputs.map(SVector::from)`, a `Vec` of numbers by `SVector::from_column_slice`, and an image `[[[T; W]; H]; C]`, whose channels come first, by `values::channels_last`"
)]
pub trait Sample: Value<Number: Scalar> + Sync {
    /// B samples: arrays stay outside, a column is a sample.
    type Batch<const B: usize>: Batched<B, Number = Self::Number>;

    /// Copies the sample to column b of a batch, if there is one.
    #[doc(hidden)]
    fn copy_to<const B: usize>(&self, batch: &mut Self::Batch<B>, b: usize);

    /// The first number that is not finite: where it is, which feature there, and its value.
    #[doc(hidden)]
    fn not_finite(&self) -> Option<(Place, usize, f64)>;
}

/// A value of B samples: a batch of B columns, or an array or a tuple of such.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a batch of {B} samples",
    label = "another number of columns than {B}",
    note = "`Matrix<f32, Const<N>, Const<B>, _>` is a batch of B values of N features; there is a target for each column"
)]
pub trait Batched<const B: usize>: Value {
    /// Copies the first column to all from number `from` on.
    #[doc(hidden)]
    fn repeat_first(&mut self, from: usize);
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> Sample for SVector<T, N> {
    type Batch<const B: usize> = SMatrix<T, N, B>;
    #[inline]
    fn copy_to<const B: usize>(&self, batch: &mut SMatrix<T, N, B>, b: usize) {
        if let Some(column) = batch.data.0.get_mut(b) {
            *column = self.data.0[0];
        }
    }
    fn not_finite(&self) -> Option<(Place, usize, f64)> {
        let feature = self.iter().position(|x| !x.is_finite())?;
        Some((Place::default(), feature, self.get(feature)?.to_f64()))
    }
}

impl<T: Scalar, const N: usize, const B: usize> Batched<B> for SMatrix<T, N, B> {
    #[inline]
    fn repeat_first(&mut self, from: usize) {
        if let Some(&first) = self.data.0.first() {
            self.data.0.iter_mut().skip(from).for_each(|column| *column = first);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<X: Sample, const L: usize> Sample for [X; L] {
    type Batch<const B: usize> = [X::Batch<B>; L];
    #[inline]
    fn copy_to<const B: usize>(&self, batch: &mut [X::Batch<B>; L], b: usize) {
        self.iter().zip(batch).for_each(|(x, batch)| x.copy_to(batch, b));
    }
    fn not_finite(&self) -> Option<(Place, usize, f64)> {
        self.iter().enumerate().find_map(|(l, x)| within(Step::element(l), x))
    }
}

impl<V: Batched<B>, const L: usize, const B: usize> Batched<B> for [V; L] {
    #[inline]
    fn repeat_first(&mut self, from: usize) {
        self.iter_mut().for_each(|value| value.repeat_first(from));
    }
}

/// What is not finite in a part, seen from the whole.
fn within(step: Step, x: &impl Sample) -> Option<(Place, usize, f64)> {
    x.not_finite().map(|(place, feature, found)| (place.within(step), feature, found))
}

macro_rules! tuple {
    ($First:ident 0 $($X:ident $i:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$First: Sample, $($X: Sample<Number = $First::Number>),*> Sample for ($First, $($X,)*) {
            type Batch<const B: usize> = ($First::Batch<B>, $($X::Batch<B>,)*);
            #[inline]
            fn copy_to<const B: usize>(&self, batch: &mut Self::Batch<B>, b: usize) {
                self.0.copy_to(&mut batch.0, b);
                $(self.$i.copy_to(&mut batch.$i, b);)*
            }
            fn not_finite(&self) -> Option<(Place, usize, f64)> {
                within(Step::Part(0), &self.0)$(.or_else(|| within(Step::Part($i), &self.$i)))*
            }
        }
        impl<const B: usize, $First: Batched<B>, $($X: Batched<B, Number = $First::Number>),*> Batched<B>
            for ($First, $($X,)*)
        {
            #[inline]
            fn repeat_first(&mut self, from: usize) {
                self.0.repeat_first(from);
                $(self.$i.repeat_first(from);)*
            }
        }
    };
}
super::tuple::every_length!(tuple);
