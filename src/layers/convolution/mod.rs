//! Convolutions: the same weights at every place.
//!
//! | | takes | gives | |
//! |---|---|---|---|
//! | [`Conv2d`] | an image | an image of H × W places | [`DepthwiseConv2d`]: each channel alone |
//!
//! An image is `[[SMatrix<T, C, B>; W]; H]`, rows of pixels, a pixel a batch of C channels. What is computed of its
//! sizes is on the page of [windows](crate::window).

pub mod conv2d;
mod shared;

pub use conv2d::{Conv2d, DepthwiseConv2d};
