//! Values: what layers take and give.
//!
//! | | type | for example |
//! |---|---|---|
//! | a batch | `SMatrix<T, N, B>` | N features of B samples; a column is a sample |
//! | an array of values | `[V; L]` | a sequence, time outermost: `[SMatrix<T, N, B>; L]`; an image, rows, then columns, then channels: `[[SMatrix<T, C, B>; W]; H]` |
//! | a tuple of values | `(V, W)` | what the branches of a network give |
//!
//! There are no special types for sequences and images, because these types say it all. Layers that do
//! the same to every number, such as [`Relu`](crate::Relu), take any [`Value`]; layers that do the same to
//! every column, such as [`Dense`](crate::Dense), take what has [`Columns`].
//!
//! The numbers of a batch, and of arrays of batches, are contiguous in memory. Those of a tuple are not: the
//! compiler orders its fields. So a value is walked part by part, in the order in which it is declared.

mod channels;
mod columns;
mod image;
mod in_order;
mod lengths;
mod place;
mod places;
mod sample;
mod tuple;

pub use channels::{channels_first, channels_last};
pub(crate) use columns::column_room;
pub use columns::{AnyColumns, Columns, OfColumns, OnBatch, OnSize};
pub use image::Image;
pub(crate) use in_order::InOrder;
pub(crate) use lengths::{WithLength, lengths, within};
pub use place::Place;
pub(crate) use place::Step;
pub use places::Places;
pub(crate) use places::{number_room, or_one};
pub use sample::{Batched, Sample};
#[cfg(feature = "alloc")]
pub(crate) use tuple::every_length;

use crate::Scalar;
use core::{mem::MaybeUninit, ptr, slice};
use nalgebra::SMatrix;
use num_traits::Zero;

/// Numbers of one type in a shape that the compiler knows: a batch, an array of values, or a tuple of values.
///
/// # Example
/// A layer of your own for all shapes: y = x / 2.
/// ```
/// use constnet::{Value, prelude::*};
///
/// struct Half;
///
/// impl<V: Value<Number = f32>> Forward<V> for Half {
///     type Output = V;
///     fn forward(&self, x: &V) -> V {
///         let mut y = *x;
///         y.for_each_mut(|y| *y *= 0.5);
///         y
///     }
/// }
/// let (a, b) = (SVector::from([2.0, 4.0]), SVector::from([6.0]));
/// assert_eq!(Half.forward(&a), SVector::from([1.0, 2.0]));
/// assert_eq!(Half.forward(&[b, b]), [SVector::from([3.0]); 2]);
/// assert_eq!(Half.forward(&(a, b)), (SVector::from([1.0, 2.0]), SVector::from([3.0])));
/// ```
///
/// # Safety
/// A value is `LEN` numbers and nothing else, each of which is in one of its parts; the parts of `Of<U>` are
/// as many and as long, in the same order. If it is `FLAT`, all of its bytes are one part.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that layers take",
    label = "neither a batch, nor an array or a tuple of values",
    note = "a value is a batch `SMatrix<T, N, B>` (one sample is an `SVector<T, N>`), an array of values (a sequence, an image), or a tuple of up to eight values"
)]
pub unsafe trait Value: Copy + Sealed {
    /// The type of its numbers.
    type Number: Copy;

    /// The same shape, of other numbers.
    type Of<U: Copy>: Value<Number = U>;

    /// How many numbers there are.
    const LEN: usize;

    /// Whether its numbers lie one after the other.
    #[doc(hidden)]
    const FLAT: bool;

    /// Calls `part` for each run of numbers that lie one after the other: with the bytes before it, in this
    /// value and in one of other numbers, and with how many there are. Those before the whole are `at`.
    #[doc(hidden)]
    fn parts<U: Copy>(at: [usize; 2], part: &mut impl FnMut([usize; 2], usize));

    /// All numbers 0.
    #[inline(always)]
    fn zeros() -> Self
    where
        Self::Number: Scalar,
    {
        Self::from_number(Self::Number::zero())
    }

    /// The same number everywhere.
    #[inline]
    fn from_number(number: Self::Number) -> Self {
        let mut new = MaybeUninit::<Self>::uninit();
        walk::<Self, Self::Number>(|[at, _], n| {
            // SAFETY: the part is one of this value's.
            unsafe { room(&mut new, at, n) }.iter_mut().for_each(|new| _ = new.write(number));
        });
        // SAFETY: every number is in a part, and each part is written.
        unsafe { new.assume_init() }
    }

    /// Calls `f` with each number, in order.
    #[inline]
    fn for_each(&self, mut f: impl FnMut(Self::Number)) {
        walk::<Self, Self::Number>(|[at, _], n| {
            // SAFETY: the part is one of this value's.
            unsafe { part(self, at, n) }.iter().for_each(|&x| f(x));
        });
    }

    /// Calls `f` with each number, to be changed, in order.
    #[inline]
    fn for_each_mut(&mut self, mut f: impl FnMut(&mut Self::Number)) {
        walk::<Self, Self::Number>(|[at, _], n| {
            // SAFETY: the part is one of this value's.
            unsafe { part_mut(self, at, n) }.iter_mut().for_each(&mut f);
        });
    }

    /// Calls `f` with each number, to be changed, and the one that stands in its place in `other`.
    #[inline]
    fn zip_mut<U: Copy>(&mut self, other: &Self::Of<U>, mut f: impl FnMut(&mut Self::Number, U)) {
        walk::<Self, U>(|[at, at_other], n| {
            // SAFETY: the parts are these values'.
            let (x, other) = unsafe { (part_mut(self, at, n), part(other, at_other, n)) };
            x.iter_mut().zip(other).for_each(|(x, &other)| f(x, other));
        });
    }

    /// [`zip_mut`](Self::zip_mut) with a value of the same type.
    #[inline]
    fn zip_same(&mut self, other: &Self, mut f: impl FnMut(&mut Self::Number, Self::Number)) {
        walk::<Self, Self::Number>(|[at, _], n| {
            // SAFETY: the parts are these values'.
            let (x, other) = unsafe { (part_mut(self, at, n), part(other, at, n)) };
            x.iter_mut().zip(other).for_each(|(x, &other)| f(x, other));
        });
    }

    /// self ← self + other
    #[inline]
    fn accumulate(&mut self, other: &Self)
    where
        Self::Number: Scalar,
    {
        self.zip_same(other, |x, other| *x += other);
    }

    /// Number i, in order.
    fn get(&self, i: usize) -> Option<Self::Number> {
        let (mut before, mut found) = (0, None);
        self.for_each(|x| {
            if before == i {
                found = Some(x);
            }
            before += 1;
        });
        found
    }

    /// Sets number i, if there is one.
    fn set(&mut self, i: usize, number: Self::Number) {
        let mut before = 0;
        self.for_each_mut(|x| {
            if before == i {
                *x = number;
            }
            before += 1;
        });
    }

    /// The value of the numbers f(x).
    #[inline]
    fn map<U: Copy>(&self, mut f: impl FnMut(Self::Number) -> U) -> Self::Of<U> {
        let mut new = MaybeUninit::<Self::Of<U>>::uninit();
        walk::<Self, U>(|[at, at_new], n| {
            // SAFETY: the parts are these values'.
            let (x, new) = unsafe { (part(self, at, n), room(&mut new, at_new, n)) };
            x.iter().zip(new).for_each(|(&x, new)| _ = new.write(f(x)));
        });
        // SAFETY: every number is in a part, and each part is written.
        unsafe { new.assume_init() }
    }
}

/// The parts of a value, and of one of other numbers.
#[inline(always)]
fn walk<V: Value, U: Copy>(mut part: impl FnMut([usize; 2], usize)) {
    if const { V::FLAT } {
        part([0, 0], V::LEN);
    } else {
        V::parts::<U>([0, 0], &mut part);
    }
}

/// What gives the numbers of a value, part by part, from those of K others.
///
/// # Safety
/// `write` writes all of `new` that `from` has numbers for.
pub(crate) unsafe trait Write<T, const K: usize> {
    /// Writes a part. `only` says that there is no other. Mark it `#[inline(always)]`: where there is one
    /// part, it is compiled for whatever instructions the caller has.
    fn write(&self, only: bool, from: [&[T]; K], new: &mut [MaybeUninit<T>]);
}

/// A value whose numbers `writer` gives.
#[inline(always)]
pub(crate) fn build<V: Value, const K: usize>(
    from: [&V; K],
    writer: &impl Write<V::Number, K>,
) -> V {
    let mut new = MaybeUninit::<V>::uninit();
    if const { V::FLAT } {
        // Without a closure, which might be compiled apart, without the caller's instructions.
        let mut parts = [&[] as &[V::Number]; K];
        for (part_of, &from) in parts.iter_mut().zip(&from) {
            // SAFETY: all numbers are one part.
            *part_of = unsafe { part(from, 0, V::LEN) };
        }
        // SAFETY: as above.
        writer.write(true, parts, unsafe { room(&mut new, 0, V::LEN) });
    } else {
        walk::<V, V::Number>(|[at, _], n| {
            // SAFETY: the part is one of each.
            let parts = from.map(|from| unsafe { part(from, at, n) });
            // SAFETY: as above.
            writer.write(false, parts, unsafe { room(&mut new, at, n) });
        });
    }
    // SAFETY: every number is in a part, and each part is written: all are equally long.
    unsafe { new.assume_init() }
}

/// The n numbers behind `at` bytes.
///
/// # Safety
/// They are a part of the value.
#[inline(always)]
unsafe fn part<V: Value>(value: &V, at: usize, n: usize) -> &[V::Number] {
    // SAFETY: the caller's promise.
    unsafe { slice::from_raw_parts(ptr::from_ref(value).byte_add(at).cast(), n) }
}

/// The same, to be changed.
///
/// # Safety
/// As [`part`].
#[inline(always)]
unsafe fn part_mut<V: Value>(value: &mut V, at: usize, n: usize) -> &mut [V::Number] {
    // SAFETY: the caller's promise.
    unsafe { slice::from_raw_parts_mut(ptr::from_mut(value).byte_add(at).cast(), n) }
}

/// The same, to be written for the first time.
///
/// # Safety
/// As [`part`].
#[inline(always)]
unsafe fn room<V: Value>(
    value: &mut MaybeUninit<V>,
    at: usize,
    n: usize,
) -> &mut [MaybeUninit<V::Number>] {
    // SAFETY: the caller's promise.
    unsafe { slice::from_raw_parts_mut(value.as_mut_ptr().byte_add(at).cast(), n) }
}

/// All numbers of a value, if they lie one after the other.
#[inline(always)]
pub(crate) fn flat<V: Value>(value: &V) -> Option<&[V::Number]> {
    // SAFETY: that is what flat means.
    if const { V::FLAT } { Some(unsafe { part(value, 0, V::LEN) }) } else { None }
}

/// The same, to be changed.
#[inline(always)]
pub(crate) fn flat_mut<V: Value>(value: &mut V) -> Option<&mut [V::Number]> {
    // SAFETY: that is what flat means.
    if const { V::FLAT } { Some(unsafe { part_mut(value, 0, V::LEN) }) } else { None }
}

// SAFETY: N·B numbers, which the assertion holds to.
unsafe impl<T: Copy, const N: usize, const B: usize> Value for SMatrix<T, N, B> {
    type Number = T;
    type Of<U: Copy> = SMatrix<U, N, B>;
    const LEN: usize = {
        assert!(size_of::<Self>() == size_of::<[[T; N]; B]>());
        N * B
    };
    const FLAT: bool = true;

    #[inline(always)]
    fn parts<U: Copy>(at: [usize; 2], part: &mut impl FnMut([usize; 2], usize)) {
        part(at, Self::LEN);
    }
}

// SAFETY: the parts of each element, which are one if an element's bytes are.
unsafe impl<V: Value, const L: usize> Value for [V; L] {
    type Number = V::Number;
    type Of<U: Copy> = [V::Of<U>; L];
    const LEN: usize = L * V::LEN;
    const FLAT: bool = V::FLAT;

    #[inline(always)]
    fn parts<U: Copy>([at, other]: [usize; 2], part: &mut impl FnMut([usize; 2], usize)) {
        if const { V::FLAT } {
            part([at, other], Self::LEN);
        } else {
            for i in 0..L {
                V::parts::<U>([at + i * size_of::<V>(), other + i * size_of::<V::Of<U>>()], part);
            }
        }
    }
}

/// No other type is a value.
#[doc(hidden)]
pub trait Sealed {}
impl<T, const N: usize, const B: usize> Sealed for SMatrix<T, N, B> {}
impl<V: Sealed, const L: usize> Sealed for [V; L] {}
