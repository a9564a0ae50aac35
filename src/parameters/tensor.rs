//! A tensor: the matrix or vector at a leaf of the layout.

use crate::{Weight, scalar::Kind};
use core::any::TypeId;
use nalgebra::SMatrix;

/// The description of a tensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Rows.
    pub rows: usize,
    /// Columns; stored one after the other.
    pub columns: usize,
    /// The number of dimensions in a file: a vector `[rows]` has 1, a matrix `[rows, columns]` 2.
    /// It cannot be told from the type: the weight of `Dense<1, N>` is a column too.
    pub rank: usize,
    /// The kind of number.
    pub kind: Kind,
    /// The type of number, which a kind does not tell apart from others of elsewhere.
    number: TypeId,
}

/// What can be a leaf: a matrix of numbers, contiguous and column by column.
///
/// # Safety
/// `Self` is `ROWS * COLUMNS` values of `Scalar` and nothing else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tensor",
    label = "a `matrix` or `vector` of a layer is an `SMatrix` or `SVector`",
    note = "parameters lie inside the layer itself, not behind a pointer; a layer inside is of the kind `layer`"
)]
pub unsafe trait Tensor {
    /// The numbers inside.
    type Scalar: Weight;
    /// Rows.
    const ROWS: usize;
    /// Columns.
    const COLUMNS: usize;
}

// SAFETY: SMatrix is a transparent-in-size wrapper of [[W; R]; C]; the assertion in `Leaf::new`
// holds that size for every instance that is used.
unsafe impl<W: Weight, const R: usize, const C: usize> Tensor for SMatrix<W, R, C> {
    type Scalar = W;
    const ROWS: usize = R;
    const COLUMNS: usize = C;
}

impl Leaf {
    /// The leaf of a tensor type.
    pub const fn new<M: Tensor>(rank: usize) -> Self {
        assert!(size_of::<M>() == M::ROWS * M::COLUMNS * size_of::<M::Scalar>());
        assert!(rank == 2 || M::COLUMNS == 1, "a vector has one column");
        Self {
            rows: M::ROWS,
            columns: M::COLUMNS,
            rank,
            kind: M::Scalar::DTYPE.kind(),
            number: TypeId::of::<M::Scalar>(),
        }
    }

    /// The numbers are `T`s, where the constants of [`Laws`](super::laws::Laws) cannot say it: number
    /// types of elsewhere are of one kind, and constants do not compare types. Of `f32` and `f64`
    /// nothing is left of this.
    #[inline(always)]
    pub(super) fn assert_holds<T: Weight>(&self) {
        if matches!(T::DTYPE.kind(), Kind::Other) {
            assert!(self.number == TypeId::of::<T>(), "a tensor holds numbers of another type");
        }
    }

    /// How many numbers.
    pub const fn len(&self) -> usize {
        self.rows * self.columns
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
