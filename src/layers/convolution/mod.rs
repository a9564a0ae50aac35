//! Convolutions: the same weights at every place.
//!
//! | | takes | gives | |
//! |---|---|---|---|
//! | [`Conv2d`] | an image | an image of H × W places | [`DepthwiseConv2d`]: each channel alone |
//! | [`WindowConv1d`] | a window of a sequence | L places | `Conv2d` of one row |
//! | [`Conv1d`] | a sequence, or a step of a stream | as many | over what was, never over what is to come |
//!
//! An image is `[[SMatrix<T, C, B>; W]; H]`, rows of pixels, a pixel a batch of C channels; a sequence is
//! `[SMatrix<T, C, B>; L]`. The page of [windows](crate::window) says how their sizes are computed.

pub mod conv1d;
pub mod conv2d;
mod shared;
pub mod window_conv1d;

pub use conv1d::{Conv1d, Conv1dState};
pub use conv2d::{Conv2d, DepthwiseConv2d};
pub use window_conv1d::WindowConv1d;
