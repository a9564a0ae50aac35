//! Images whose channels come first, and ours.

use core::array::from_fn;
use nalgebra::{ArrayStorage, SVector};

/// An image as PyTorch and ONNX have it, channel by channel, as one of ours: row by row, of each pixel all channels.
///
/// # Example
/// Two channels of one row of three pixels:
/// ```
/// use constnet::{prelude::*, values::{channels_first, channels_last}};
///
/// let planes = [[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]];
/// let image = channels_last(&planes);
/// assert_eq!(image, [[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]].map(SVector::from)]);
/// assert_eq!(channels_first(&image), planes);
/// ```
#[doc(alias = "NCHW")]
#[doc(alias = "NHWC")]
#[must_use]
pub fn channels_last<T: Copy, const C: usize, const H: usize, const W: usize>(
    planes: &[[[T; W]; H]; C],
) -> [[SVector<T, C>; W]; H] {
    from_fn(|h| {
        from_fn(|w| SVector::from_array_storage(ArrayStorage([from_fn(|c| planes[c][h][w])])))
    })
}

/// The inverse of [`channels_last`].
#[must_use]
pub fn channels_first<T: Copy, const C: usize, const H: usize, const W: usize>(
    image: &[[SVector<T, C>; W]; H],
) -> [[[T; W]; H]; C] {
    from_fn(|c| from_fn(|h| from_fn(|w| image[h][w].data.0[0][c])))
}
