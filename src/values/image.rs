//! Images of a number of channels, so that an error can say which were expected.

use nalgebra::SMatrix;

/// An image of C channels, `[[SMatrix<T, C, B>; W]; H]`.
///
/// A layer of images could be a function of that type alone. The compiler would then take the first difference of two
/// types for the error, one number and another, where this says what an image is and how one becomes ours.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an image of `{T}` with {C} channels",
    label = "expected `[[SMatrix<{T}, {C}, B>; W]; H]`",
    note = "rows are outermost, and of each pixel the channels innermost; images whose channels come first, `[[[T; W]; H]; C]`, go through `values::channels_last`; of a pointer to an image, pass what it points at: `&*image`"
)]
pub trait Image<T, const C: usize>: Sized {
    /// The type itself, as an array of arrays.
    type Rows;

    /// The image.
    fn rows(&self) -> &Self::Rows;

    /// The image of such rows.
    fn of_rows(rows: Self::Rows) -> Self;
}

impl<T, const C: usize, const B: usize, const W: usize, const H: usize> Image<T, C>
    for [[SMatrix<T, C, B>; W]; H]
{
    type Rows = Self;

    #[inline(always)]
    fn rows(&self) -> &Self {
        self
    }

    #[inline(always)]
    fn of_rows(rows: Self) -> Self {
        rows
    }
}
