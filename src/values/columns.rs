//! Values that are columns of N numbers: batches, and arrays of them.

use super::Value;
use core::{mem::MaybeUninit, slice};
use nalgebra::SMatrix;

/// A batch of N features, or an array of such: columns of N numbers, one after the other.
///
/// What a layer does to every column it does at every place of an array.
///
/// # Safety
/// A value is flat and is `COUNT` columns of N numbers; `batches` names each of them once; `With<M>` has as
/// many columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no columns of {N} features",
    label = "neither a batch of {N} features nor an array of such",
    note = "`Matrix<f32, Const<N>, Const<B>, _>` is a batch of B values of N features"
)]
pub unsafe trait Columns<const N: usize>: AnyColumns {
    /// How many columns there are.
    const COUNT: usize;

    /// Calls `on` with the places of all columns, in batches whose size is a constant: for kernels that do
    /// more than one column at a time.
    #[doc(hidden)]
    fn batches(on: &mut impl OnBatch);

    /// The columns, one after the other.
    #[inline(always)]
    fn columns(&self) -> &[[Self::Number; N]] {
        // SAFETY: that is what the value is.
        unsafe { slice::from_raw_parts((&raw const *self).cast(), Self::COUNT) }
    }

    /// The columns, to be changed.
    #[inline(always)]
    fn columns_mut(&mut self) -> &mut [[Self::Number; N]] {
        // SAFETY: that is what the value is.
        unsafe { slice::from_raw_parts_mut((&raw mut *self).cast(), Self::COUNT) }
    }
}

/// One U for each column of X.
pub type OfColumns<X, U> = <<X as AnyColumns>::With<1> as Value>::Of<U>;

/// Room for the columns of a value.
#[inline(always)]
pub(crate) fn column_room<const N: usize, X: Columns<N>>(
    x: &mut MaybeUninit<X>,
) -> &mut [MaybeUninit<[X::Number; N]>] {
    // SAFETY: a value is that many columns.
    unsafe { slice::from_raw_parts_mut(x.as_mut_ptr().cast(), X::COUNT) }
}

/// What is done to the columns of a value.
#[doc(hidden)]
pub trait OnBatch {
    /// To the B columns from number `first` on.
    fn batch<const B: usize>(&mut self, first: usize);
}

/// A value that has [`Columns`] of some size: a batch, or an array of batches.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no columns",
    label = "neither a batch nor an array of batches",
    note = "`Matrix<f32, Const<N>, Const<B>, _>` is a batch of B values of N features"
)]
///
/// # Safety
/// The numbers of a column lie one after the other, and so do the columns: the value is `FLAT`.
pub unsafe trait AnyColumns: Value {
    /// How many features a column has.
    const FEATURES: usize;

    /// As many columns, of M numbers.
    type With<const M: usize>: Columns<M, Number = Self::Number>;

    /// All numbers, column by column.
    #[inline(always)]
    fn numbers(&self) -> &[Self::Number] {
        // SAFETY: the value is flat.
        unsafe { slice::from_raw_parts((&raw const *self).cast(), Self::LEN) }
    }

    /// All numbers, to be changed.
    #[inline(always)]
    fn numbers_mut(&mut self) -> &mut [Self::Number] {
        // SAFETY: the value is flat.
        unsafe { slice::from_raw_parts_mut((&raw mut *self).cast(), Self::LEN) }
    }

    /// Does what is to be done to the value, which has columns of N numbers.
    #[doc(hidden)]
    fn of_size<K: OnSize<Self>>(k: K) -> K::Output;
}

/// What is done to a value that has columns of a size.
#[doc(hidden)]
pub trait OnSize<X> {
    /// What comes of it.
    type Output;
    /// To columns of N numbers.
    fn on<const N: usize>(self) -> Self::Output
    where
        X: Columns<N>;
}

// SAFETY: columns one after the other.
unsafe impl<T: Copy, const N: usize, const B: usize> AnyColumns for SMatrix<T, N, B> {
    const FEATURES: usize = N;
    type With<const M: usize> = SMatrix<T, M, B>;

    #[inline(always)]
    fn of_size<K: OnSize<Self>>(k: K) -> K::Output {
        k.on::<N>()
    }
}

// SAFETY: the elements are flat, and lie one after the other.
unsafe impl<V: AnyColumns, const L: usize> AnyColumns for [V; L] {
    const FEATURES: usize = V::FEATURES;
    type With<const M: usize> = [V::With<M>; L];

    #[inline(always)]
    fn of_size<K: OnSize<Self>>(k: K) -> K::Output {
        V::of_size(OfArray(k))
    }
}

/// An array has columns of the size that its elements have.
struct OfArray<K, const L: usize>(K);

impl<V, K: OnSize<[V; L]>, const L: usize> OnSize<V> for OfArray<K, L> {
    type Output = K::Output;
    #[inline(always)]
    fn on<const N: usize>(self) -> K::Output
    where
        V: Columns<N>,
    {
        self.0.on::<N>()
    }
}

/// Columns of an array that a kernel does at a time.
const AT_A_TIME: usize = 8;

// SAFETY: B columns of N numbers.
unsafe impl<T: Copy, const N: usize, const B: usize> Columns<N> for SMatrix<T, N, B> {
    const COUNT: usize = B;

    #[inline(always)]
    fn batches(on: &mut impl OnBatch) {
        on.batch::<B>(0);
    }
}

// SAFETY: the columns of each element, which are flat.
unsafe impl<V: Columns<N>, const N: usize, const L: usize> Columns<N> for [V; L] {
    const COUNT: usize = L * V::COUNT;

    #[inline]
    fn batches(on: &mut impl OnBatch) {
        let mut first = 0;
        while first + AT_A_TIME <= Self::COUNT {
            on.batch::<AT_A_TIME>(first);
            first += AT_A_TIME;
        }
        while first < Self::COUNT {
            on.batch::<1>(first);
            first += 1;
        }
    }
}
