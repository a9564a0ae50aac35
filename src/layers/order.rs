//! The orders in which the numbers of an image stand in a vector.

use crate::{
    parameters::Settings,
    values::{Places, Value, or_one},
};
use core::fmt;

/// In which order a vector lists the numbers of an image: [`Hwc`] or [`Chw`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order of the numbers of an image",
    label = "expected `Hwc` or `Chw`"
)]
pub trait Order: Settings + Copy + Default + Eq + fmt::Debug + Send + Sync + 'static {
    /// Whether the channels are outermost.
    const CHANNELS_FIRST: bool;
}

/// Rows, then columns, then channels: how images lie in memory, and the order of Keras.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hwc;

/// Channels, then rows, then columns: the order of PyTorch and ONNX.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Chw;

impl Order for Hwc {
    const CHANNELS_FIRST: bool = false;
}

impl Settings for Hwc {
    const SETTINGS: &'static [f64] = &[];
}

impl Order for Chw {
    const CHANNELS_FIRST: bool = true;
}

impl Settings for Chw {
    const SETTINGS: &'static [f64] = &[1.0];
}

/// The samples of a batch.
const fn samples<X: Places>() -> usize {
    match X::Place::LEN.checked_div(X::CHANNELS) {
        Some(samples) => samples,
        None => 0,
    }
}

/// Where in the vectors of all samples number c of a column is, of sample b at a place.
#[inline(always)]
const fn target<X: Places, O: Order>(place: usize, b: usize, c: usize) -> usize {
    let within = if O::CHANNELS_FIRST { c * X::PLACES + place } else { place * X::CHANNELS + c };
    b * X::PLACES * X::CHANNELS + within
}

/// Whether the numbers are in their order already.
const fn is_copy<X: Places, O: Order>() -> bool {
    samples::<X>() <= 1 && (!O::CHANNELS_FIRST || X::CHANNELS <= 1 || X::PLACES <= 1)
}

/// The numbers of an image to their places in the vectors.
#[inline]
pub(super) fn to_vectors<X: Places, O: Order>(image: &[X::Number], vectors: &mut [X::Number]) {
    if const { is_copy::<X, O>() } {
        vectors.iter_mut().zip(image).for_each(|(to, &from)| *to = from);
        return;
    }
    for (place, x) in image.chunks_exact(const { or_one(X::Place::LEN) }).enumerate() {
        for (b, x) in x.chunks_exact(const { or_one(X::CHANNELS) }).enumerate() {
            for (c, &x) in x.iter().enumerate() {
                if let Some(to) = vectors.get_mut(target::<X, O>(place, b, c)) {
                    *to = x;
                }
            }
        }
    }
}

/// The numbers of the vectors back to their places in an image.
#[inline]
pub(super) fn to_image<X: Places, O: Order>(vectors: &[X::Number], image: &mut [X::Number]) {
    if const { is_copy::<X, O>() } {
        image.iter_mut().zip(vectors).for_each(|(to, &from)| *to = from);
        return;
    }
    for (place, x) in image.chunks_exact_mut(const { or_one(X::Place::LEN) }).enumerate() {
        for (b, x) in x.chunks_exact_mut(const { or_one(X::CHANNELS) }).enumerate() {
            for (c, x) in x.iter_mut().enumerate() {
                if let Some(&from) = vectors.get(target::<X, O>(place, b, c)) {
                    *x = from;
                }
            }
        }
    }
}
