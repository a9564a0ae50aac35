//! A vector as an image.
//!
//! ```text
//! y[h][w][c] = x at the place of (h, w, c)        dx = the numbers of dy, back in their order
//! ```
//!
//! The other way round of [`Flatten`](crate::Flatten), in the same [`Hwc`] or [`Chw`](crate::Chw): for images that a file or a
//! camera gives as rows of numbers, and behind a dense layer that draws. Cost: as that of `Flatten`.
//!
//! Source: Radford, Metz, Chintala (2015), *Unsupervised representation learning with deep convolutional generative
//! adversarial networks*, arXiv:1511.06434, figure 1 (project and reshape).

use super::order::{self, Hwc, Order};
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, Value, misfit::fits, parameters,
    values::AnyColumns,
};
use core::{fmt, marker::PhantomData};
use nalgebra::SMatrix;
use rand::Rng;

/// A vector as an image of H rows, W columns and C channels.
///
/// [Formula, gradient and source](self)
///
/// `Unflatten<H, W, C>` reads rows, then columns, then channels, [`Hwc`]; with [`Chw`](crate::Chw) behind them the
/// channels are outermost, as in PyTorch's images.
///
/// # Shapes
/// `SMatrix<T, N, B>` → `[[SMatrix<T, C, B>; W]; H]`, with N = H·W·C; another N does not compile:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // Unflatten<28, 28, 1> takes 784 numbers, and there are 780
/// network!(Net: 780 => (Unflatten<28, 28, 1>) => [[1; 28]; 28]);
/// ```
/// NaN and ±∞ pass. PyTorch: `nn.Unflatten(1, (C, H, W))` is `Unflatten<H, W, C, Chw>`; Keras: `Reshape((H, W, C))`
/// is `Unflatten<H, W, C>`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let x = SVector::from([1.0, 2.0, 10.0, 20.0]);
/// let y = Unflatten::<1, 2, 2>::new().forward(&x);
/// assert_eq!(y, [[[1.0, 2.0], [10.0, 20.0]].map(SVector::from)]);
/// let y = Unflatten::<1, 2, 2, Chw>::new().forward(&x);
/// assert_eq!(y, [[[1.0, 10.0], [2.0, 20.0]].map(SVector::from)]);
/// ```
#[doc(alias = "Reshape")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Unflatten<const H: usize, const W: usize, const C: usize, O = Hwc> {
    order: PhantomData<O>,
}

impl<const H: usize, const W: usize, const C: usize, O: Order> Unflatten<H, W, C, O> {
    /// The layer.
    pub const fn new() -> Self {
        Self { order: PhantomData }
    }
}

const fn misfit(h: usize, w: usize, c: usize, numbers: usize) -> Option<Misfit> {
    if h * w * c == numbers {
        return None;
    }
    let message = Misfit::new("Unflatten<").number(h).text(", ").number(w).text(", ").number(c);
    let message = message.text("> takes ").number(h * w * c).text(" numbers, and there are ");
    Some(message.number(numbers))
}

#[diagnostic::do_not_recommend]
impl<T, O, const H: usize, const W: usize, const C: usize, const N: usize, const B: usize>
    Forward<SMatrix<T, N, B>> for Unflatten<H, W, C, O>
where
    T: Scalar,
    O: Order,
{
    type Output = [[SMatrix<T, C, B>; W]; H];

    #[inline]
    fn forward(&self, x: &SMatrix<T, N, B>) -> Self::Output {
        const { fits(misfit(H, W, C, N)) };
        let mut y = Self::Output::zeros();
        order::to_image::<Self::Output, O>(x.numbers(), y.numbers_mut());
        y
    }
}

#[diagnostic::do_not_recommend]
impl<T, O, const H: usize, const W: usize, const C: usize, const N: usize, const B: usize>
    Backward<SMatrix<T, N, B>> for Unflatten<H, W, C, O>
where
    T: Scalar,
    O: Order,
{
    type Cache = ();

    const MISFIT: Option<Misfit> = misfit(H, W, C, N);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, N, B>,
        _: &mut R,
    ) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(
        &self,
        _: &SMatrix<T, N, B>,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> SMatrix<T, N, B> {
        let mut dx = <SMatrix<T, N, B> as Value>::zeros();
        order::to_vectors::<Self::Output, O>(dy.numbers(), dx.numbers_mut());
        dx
    }
}

parameters! {
    [O: Order, const H: usize, const W: usize, const C: usize] Unflatten<H, W, C, O> { order: settings }
}

impl<const H: usize, const W: usize, const C: usize, O: Order> Init for Unflatten<H, W, C, O> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<const H: usize, const W: usize, const C: usize, O: Order> fmt::Debug
    for Unflatten<H, W, C, O>
{
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if O::CHANNELS_FIRST {
            write!(out, "Unflatten<{H}, {W}, {C}, {:?}>", O::default())
        } else {
            write!(out, "Unflatten<{H}, {W}, {C}>")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chw, Flatten};
    use std::string::ToString;

    #[test]
    fn it_is_undone_by_flatten() {
        let x = SMatrix::<f32, 12, 2>::from_fn(|i, b| (20 * b + i) as f32);
        let layer = Unflatten::<2, 3, 2, Chw>::new();
        let y = layer.forward(&x);
        // Channel 1, row 1, column 2 of the second sample is its last number.
        assert_eq!(y[1][2][(1, 1)], 31.0);
        assert_eq!(Flatten::<12, Chw>::new().forward(&y), x);
        assert_eq!(layer.backward_input(&x, &y, &(), &y), x);
        let y = Unflatten::<2, 3, 2>::new().forward(&x);
        assert_eq!((y[0][1][(0, 0)], Flatten::<12>::new().forward(&y)), (2.0, x));
    }

    #[test]
    fn another_number_is_told() {
        assert!(misfit(2, 3, 4, 24).is_none());
        let told = misfit(28, 28, 1, 780).unwrap().to_string();
        assert_eq!(told, "Unflatten<28, 28, 1> takes 784 numbers, and there are 780");
    }
}
