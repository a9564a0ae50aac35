//! An image as one vector.
//!
//! ```text
//! y = the numbers of x, place by place, in each sample        dx = those of dy, back at their places
//! Hwc: y[(h·W + w)·C + c] = x[h][w][c]        Chw: y[(c·H + h)·W + w] = x[h][w][c]
//! ```
//!
//! Between layers that know of places and those that do not. The order matters only to the weights behind it: a
//! network that is trained here has `Hwc`, the order in memory; weights from PyTorch, whose images have the channels
//! outermost, need `Chw`. Cost: one sample in `Hwc` is copied as it lies; a batch, and `Chw`, are copied number by
//! number, with strides, about half a nanosecond each. The 256 numbers of LeNet-5 take 12 ns in `Hwc` and 122 ns in
//! `Chw`, of 14,000 for the network (an AMD EPYC, measured in turns). To permute the weights once, where they are
//! imported, is cheaper than to permute every input.
//!
//! Source: LeCun, Bottou, Bengio, Haffner (1998), *Gradient-based learning applied to document recognition*,
//! section II.B (the layers behind C5).

use super::order::{self, Hwc, Order};
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar,
    misfit::fits,
    parameters,
    values::{AnyColumns, Places, Value},
};
use core::{fmt, marker::PhantomData};
use rand::Rng;

/// The numbers of an image, or of a sequence, as one vector of N.
///
/// [Formula, gradient and source](self)
///
/// `Flatten<N>` has the order of memory, [`Hwc`]; `Flatten<N, Chw>` that of PyTorch's images.
///
/// # Shapes
/// `[[SMatrix<T, C, B>; W]; H]` → `SMatrix<T, N, B>`, `[SMatrix<T, C, B>; L]` likewise, with N = H·W·C. The
/// compiler cannot multiply sizes, so N is stated; another one does not compile:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // Flatten<860>: 12 x 12 places of 6 channels are 864 numbers, so it must be Flatten<864>
/// network!(Net: [[6; 12]; 12] => (Flatten<860>) => 860);
/// ```
/// NaN and ±∞ pass. PyTorch: `nn.Flatten()` is `Flatten<N, Chw>`; Keras: `Flatten` is `Flatten<N>`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Two places of two channels.
/// let x = [[[1.0, 10.0], [2.0, 20.0]].map(SVector::from)];
/// assert_eq!(Flatten::<4>::new().forward(&x), SVector::from([1.0, 10.0, 2.0, 20.0]));
/// assert_eq!(Flatten::<4, Chw>::new().forward(&x), SVector::from([1.0, 2.0, 10.0, 20.0]));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Flatten<const N: usize, O = Hwc> {
    order: PhantomData<O>,
}

impl<const N: usize, O: Order> Flatten<N, O> {
    /// The layer.
    pub const fn new() -> Self {
        Self { order: PhantomData }
    }
}

/// Whether N is the number of numbers.
const fn misfit<X: Places>(n: usize) -> Option<Misfit> {
    let numbers = X::PLACES * X::CHANNELS;
    if n == numbers {
        return None;
    }
    let message = Misfit::new("Flatten<").number(n).text(">: ");
    let message = if X::SEQUENCE { message } else { message.number(X::ROWS).text(" x ") };
    let message = message.number(X::COLUMNS).text(" places of ").number(X::CHANNELS);
    let message = message.text(" channels are ").number(numbers);
    Some(message.text(" numbers, so it must be Flatten<").number(numbers).text(">"))
}

#[diagnostic::do_not_recommend]
impl<X: Places<Number: Scalar>, const N: usize, O: Order> Forward<X> for Flatten<N, O> {
    type Output = <X::Place as AnyColumns>::With<N>;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        const { fits(misfit::<X>(N)) };
        let mut y = Self::Output::zeros();
        order::to_vectors::<X, O>(x.numbers(), y.numbers_mut());
        y
    }
}

#[diagnostic::do_not_recommend]
impl<X: Places<Number: Scalar>, const N: usize, O: Order> Backward<X> for Flatten<N, O> {
    type Cache = ();

    const MISFIT: Option<Misfit> = misfit::<X>(N);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &Self::Output, _: &(), dy: &Self::Output) -> X {
        let mut dx = X::zeros();
        order::to_image::<X, O>(dy.numbers(), dx.numbers_mut());
        dx
    }
}

parameters! { [const N: usize, O: Order] Flatten<N, O> { order: settings } }

impl<const N: usize, O: Order> Init for Flatten<N, O> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<const N: usize, O: Order> fmt::Debug for Flatten<N, O> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if O::CHANNELS_FIRST {
            write!(out, "Flatten<{N}, {:?}>", O::default())
        } else {
            write!(out, "Flatten<{N}>")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Chw;
    use nalgebra::{SMatrix, SVector};
    use std::string::ToString;

    #[test]
    fn two_samples_by_hand() {
        // Two places of two channels, two samples.
        let x: [[SMatrix<f32, 2, 2>; 2]; 1] =
            [[[[1.0, 2.0], [5.0, 6.0]], [[3.0, 4.0], [7.0, 8.0]]].map(SMatrix::from)];
        let y = Flatten::<4>::new().forward(&x);
        assert_eq!(y, SMatrix::<f32, 4, 2>::from([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]));
        let torch = Flatten::<4, Chw>::new().forward(&x);
        assert_eq!(torch, SMatrix::<f32, 4, 2>::from([[1.0, 3.0, 2.0, 4.0], [5.0, 7.0, 6.0, 8.0]]));
        assert_eq!(Flatten::<4>::new().backward_input(&x, &y, &(), &y), x);
        assert_eq!(Flatten::<4, Chw>::new().backward_input(&x, &y, &(), &torch), x);
    }

    #[test]
    fn channels_first_are_rows_then_columns() {
        let x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].map(|row| row.map(|x| SVector::from([x, -x])));
        let y = Flatten::<12, Chw>::new().forward(&x);
        let half = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(y.as_slice()[..6], half);
        assert_eq!(y.as_slice()[6..], half.map(|x| -x));
    }

    #[test]
    fn a_wrong_count_is_told() {
        type Image = [[SVector<f32, 6>; 12]; 12];
        assert!(misfit::<Image>(864).is_none());
        assert_eq!(
            misfit::<Image>(860).unwrap().to_string(),
            "Flatten<860>: 12 x 12 places of 6 channels are 864 numbers, so it must be Flatten<864>"
        );
        assert_eq!(
            misfit::<[SVector<f32, 3>; 5]>(1).unwrap().to_string(),
            "Flatten<1>: 5 places of 3 channels are 15 numbers, so it must be Flatten<15>"
        );
    }
}
