//! Sizes of a network's images, computed.

use super::{Window, Windows};
use crate::misfit::fits;
use core::fmt;

/// The size of an image, from which constants compute those that follow from it: what the type of each layer
/// states, one after the other.
///
/// A kernel that does not fit is an error of the constant, in the words of the layers.
///
/// # Example
/// ```
/// use constnet::{prelude::*, window::Size};
///
/// const IMAGE: Size = Size::new(28, 20);
/// const SMALL: Size = IMAGE.pool::<Valid>(2, 2);
/// const SMALLER: Size = SMALL.pool::<Stride<2>>(3, 3);
///
/// assert_eq!(SMALLER.to_string(), "6 x 4");
/// // A place of the last image has seen 6 × 6 places of the first.
/// assert_eq!(SMALLER.receptive_field(), [6, 6]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// H
    pub rows: usize,
    /// W; the length of a sequence.
    pub columns: usize,
    /// How many rows and columns of the first image a place depends on.
    field: [usize; 2],
    /// How far two neighbouring places lie apart in the first image.
    step: [usize; 2],
}

impl Size {
    /// H × W places.
    pub const fn new(rows: usize, columns: usize) -> Self {
        Self { rows, columns, field: [1, 1], step: [1, 1] }
    }

    /// The size behind a convolution of KH × KW: its stride is 1, if S does not say another.
    #[track_caller]
    pub const fn conv<S: Window>(self, kh: usize, kw: usize) -> Self {
        self.behind::<S>([1, 1], [kh, kw])
    }

    /// The size behind a pool of KH × KW: its stride is KH × KW, if S does not say another.
    #[track_caller]
    pub const fn pool<S: Window>(self, kh: usize, kw: usize) -> Self {
        self.behind::<S>([kh, kw], [kh, kw])
    }

    #[track_caller]
    const fn behind<S: Window>(self, usual_stride: [usize; 2], kernel: [usize; 2]) -> Self {
        let input = [self.rows, self.columns];
        // Stated as they are, so that only what fits nowhere is a misfit.
        let windows = Windows::on_image::<S>(usual_stride, kernel, input, [0, 0]);
        let output = [windows.rows.windows(), windows.columns.windows()];
        fits(Windows::on_image::<S>(usual_stride, kernel, input, output).misfit("Size"));
        let ([of_rows, of_columns], [down, right]) = (self.field, self.step);
        Self {
            rows: output[0],
            columns: output[1],
            field: [
                of_rows + (windows.rows.span() - 1) * down,
                of_columns + (windows.columns.span() - 1) * right,
            ],
            step: [down * windows.rows.stride, right * windows.columns.stride],
        }
    }

    /// H·W: of C channels each, H·W·C numbers are one vector behind a [`Flatten`](crate::Flatten).
    pub const fn places(self) -> usize {
        self.rows * self.columns
    }

    /// How many rows and columns of the first image, that of [`new`](Self::new), a place depends on, where the
    /// border does not cut them off.
    pub const fn receptive_field(self) -> [usize; 2] {
        self.field
    }
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} x {}", self.rows, self.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::{Dilate, Pad, Same, Stride, Valid};

    /// LeNet-5 of 28 × 28: LeCun, Bottou, Bengio, Haffner (1998), figure 2, without the padding to 32 × 32.
    #[test]
    fn sizes_of_a_known_network() {
        const IMAGE: Size = Size::new(28, 28);
        const C1: Size = IMAGE.conv::<Valid>(5, 5);
        const S2: Size = C1.pool::<Valid>(2, 2);
        const C3: Size = S2.conv::<Valid>(5, 5);
        const S4: Size = C3.pool::<Valid>(2, 2);
        assert_eq!([C1.rows, S2.rows, C3.rows, S4.rows], [24, 12, 8, 4]);
        assert_eq!(S4.places() * 16, 256);
        // 5, 6, 6 + 4·2, 14 + 2
        assert_eq!(
            [C1, S2, C3, S4].map(|size| size.receptive_field()),
            [[5, 5], [6, 6], [14, 14], [16, 16]]
        );
    }

    #[test]
    fn rows_and_columns_by_themselves() {
        let size = Size::new(49, 10).conv::<(Stride<2, 1>, Same)>(10, 4);
        assert_eq!((size.rows, size.columns, size.receptive_field()), (25, 10, [10, 4]));
        let size = Size::new(9, 9).conv::<(Pad<1>, Dilate<2, 1>)>(3, 3);
        assert_eq!((size.rows, size.columns, size.receptive_field()), (7, 9, [5, 3]));
    }
}
