//! Values whose places have neighbours: images and sequences.

use super::{AnyColumns, Value};
use core::{mem::MaybeUninit, slice};
use nalgebra::SMatrix;

/// An image `[[SMatrix<T, C, B>; W]; H]`, rows, then columns, then channels, or a sequence
/// `[SMatrix<T, C, B>; L]`, which is an image of one row: what a [window](crate::window) lies on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no image and no sequence",
    label = "neither an image nor a sequence",
    note = "an image of H rows, W columns and C channels is `[[SMatrix<T, C, B>; W]; H]`, a sequence `[SMatrix<T, C, B>; L]`"
)]
pub trait Places: AnyColumns {
    /// The batch at each place.
    type Place: AnyColumns<Number = Self::Number>;

    /// The same channels, of H rows and W columns; a sequence has no rows, and is W long.
    type Resized<const H: usize, const W: usize>: Places<Place = Self::Place, Number = Self::Number>;

    /// H; of a sequence 1.
    const ROWS: usize;

    /// W; of a sequence L.
    const COLUMNS: usize;

    /// Whether it is a sequence.
    const SEQUENCE: bool;

    /// C
    const CHANNELS: usize = Self::FEATURES;

    /// H·W
    const PLACES: usize = Self::ROWS * Self::COLUMNS;
}

impl<T: Copy, const C: usize, const B: usize, const W: usize, const H: usize> Places
    for [[SMatrix<T, C, B>; W]; H]
{
    type Place = SMatrix<T, C, B>;
    type Resized<const ROWS: usize, const COLUMNS: usize> = [[SMatrix<T, C, B>; COLUMNS]; ROWS];
    const ROWS: usize = H;
    const COLUMNS: usize = W;
    const SEQUENCE: bool = false;
}

impl<T: Copy, const C: usize, const B: usize, const L: usize> Places for [SMatrix<T, C, B>; L] {
    type Place = SMatrix<T, C, B>;
    type Resized<const ROWS: usize, const COLUMNS: usize> = [SMatrix<T, C, B>; COLUMNS];
    const ROWS: usize = 1;
    const COLUMNS: usize = L;
    const SEQUENCE: bool = true;
}

/// Room for the numbers of a value.
#[inline(always)]
pub(crate) fn number_room<X: AnyColumns>(x: &mut MaybeUninit<X>) -> &mut [MaybeUninit<X::Number>] {
    // SAFETY: the value is flat, so it is that many numbers, and these may be uninitialised.
    unsafe { slice::from_raw_parts_mut(x.as_mut_ptr().cast(), <X as Value>::LEN) }
}

/// A length for chunks, which are never empty.
pub(crate) const fn or_one(length: usize) -> usize {
    if length == 0 { 1 } else { length }
}
