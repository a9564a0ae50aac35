//! The state that is one matrix.

use crate::{Weight, parameters};
use nalgebra::{ArrayStorage, SMatrix};

/// H numbers for each of B streams: the state of a cell that remembers one matrix.
///
/// # Example
/// A recorded state is a constant.
/// ```
/// use constnet::{prelude::*, stream::Hidden};
///
/// const AWAKE: Hidden<2> = Hidden::new([[0.5, -1.0]]);
/// assert_eq!(AWAKE.h[1], -1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hidden<const H: usize, const B: usize = 1, T = f32> {
    /// A column for each stream.
    pub h: SMatrix<T, H, B>,
}

impl<const H: usize, const B: usize, T> Hidden<H, B, T> {
    /// A state from the numbers of each stream.
    pub const fn new(h: [[T; H]; B]) -> Self {
        Self { h: SMatrix::from_array_storage(ArrayStorage(h)) }
    }
}

parameters! {
    [const H: usize, const B: usize, W: Weight] Hidden<H, B, W> as W => () { h: matrix }
}
