//! Zeros around an image.
//!
//! ```text
//! y[h][w] = x[h − top][w − left], 0 where that is outside        dx[h][w] = dy[h + top][w + left]
//! ```
//!
//! Layers with windows have padding of their own, in [their rule](crate::window); this is for what has none, and
//! for images of different sizes that are to be joined. Cost: a copy each way.
//!
//! Source: Dumoulin, Visin (2016), *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285,
//! section 2.2.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Pad, Scalar, Window,
    misfit::fits,
    parameters,
    values::{AnyColumns, Places, Value, or_one},
    window::Windows,
};
use core::{fmt, marker::PhantomData};
use rand::Rng;

/// An image with zeros around it: H × W places come of it.
///
/// [Formula, gradient and source](self)
///
/// S is a padding: [`Pad`], with a number for each side, or [`Same`](crate::Same), which pads nothing here. A stride
/// or a dilation is refused.
///
/// # Shapes
/// `[[SMatrix<T, C, B>; WI]; HI]` → `[[SMatrix<T, C, B>; W]; H]`. Of a sequence, H = 1:
/// `[SMatrix<T, C, B>; L]` → `[SMatrix<T, C, B>; W]`, with zeros before and behind. The compiler cannot add sizes,
/// so H and W are stated; others than come of it do not compile.
///
/// NaN and ±∞ pass. PyTorch: `nn.ZeroPad2d((LEFT, RIGHT, TOP, BOTTOM))`; Keras: `ZeroPadding2D`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let sequence = [1.0, 2.0].map(|x| SVector::from([x]));
/// // One before, two behind.
/// let y = ZeroPad::<1, 5, Pad<0, 1, 0, 2>>::new().forward(&sequence);
/// assert_eq!(y, [0.0, 1.0, 2.0, 0.0, 0.0].map(|x| SVector::from([x])));
/// ```
#[doc(alias = "ZeroPad2d")]
#[doc(alias = "ZeroPadding2D")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ZeroPad<const H: usize, const W: usize, S = Pad<1>> {
    padding: PhantomData<S>,
}

impl<const H: usize, const W: usize, S: Window> ZeroPad<H, W, S> {
    /// The layer.
    pub const fn new() -> Self {
        Self { padding: PhantomData }
    }
}

/// A window of one place, which looks at every place of the padded image.
const fn windows<X: Places, S: Window>(output: [usize; 2]) -> Windows {
    Windows::on::<S>(X::SEQUENCE, [1, 1], [1, 1], [X::ROWS, X::COLUMNS], output)
}

const fn misfit<X: Places, S: Window>(output: [usize; 2]) -> Option<Misfit> {
    if S::RULE.says_more_than_padding() {
        return Some(Misfit::new("ZeroPad: its rule says more than a padding"));
    }
    windows::<X, S>(output).misfit("ZeroPad")
}

#[diagnostic::do_not_recommend]
impl<X: Places<Number: Scalar>, const H: usize, const W: usize, S: Window> Forward<X>
    for ZeroPad<H, W, S>
{
    type Output = X::Resized<H, W>;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        const { fits(misfit::<X, S>([H, W])) };
        let mut y = Self::Output::zeros();
        let (before, width) = const { (first::<X, S>(H, W), or_one(W * X::Place::LEN)) };
        let (numbers, rows) =
            (y.numbers_mut(), x.numbers().chunks_exact(const { or_one(row::<X>()) }));
        for (row, x) in (before[0]..).zip(rows) {
            if let Some(y) = numbers.get_mut(row * width + before[1]..(row + 1) * width) {
                y.iter_mut().zip(x).for_each(|(y, &x)| *y = x);
            }
        }
        y
    }
}

#[diagnostic::do_not_recommend]
impl<X: Places<Number: Scalar>, const H: usize, const W: usize, S: Window> Backward<X>
    for ZeroPad<H, W, S>
{
    type Cache = ();

    const MISFIT: Option<Misfit> = misfit::<X, S>([H, W]);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &Self::Output, _: &(), dy: &Self::Output) -> X {
        let mut dx = X::zeros();
        let (before, width) = const { (first::<X, S>(H, W), or_one(W * X::Place::LEN)) };
        let (numbers, rows) =
            (dy.numbers(), dx.numbers_mut().chunks_exact_mut(const { or_one(row::<X>()) }));
        for (row, dx) in (before[0]..).zip(rows) {
            if let Some(dy) = numbers.get(row * width + before[1]..(row + 1) * width) {
                dx.iter_mut().zip(dy).for_each(|(dx, &dy)| *dx = dy);
            }
        }
        dx
    }
}

/// Rows above the image, and numbers in a row before it.
const fn first<X: Places, S: Window>(h: usize, w: usize) -> [usize; 2] {
    let windows = windows::<X, S>([h, w]);
    [windows.rows.before, windows.columns.before * X::Place::LEN]
}

/// Numbers in a row of the image.
const fn row<X: Places>() -> usize {
    X::COLUMNS * X::Place::LEN
}

parameters! {
    [const H: usize, const W: usize, S: Window] ZeroPad<H, W, S> { padding: settings }
}

impl<const H: usize, const W: usize, S: Window> Init for ZeroPad<H, W, S> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<const H: usize, const W: usize, S: Window> fmt::Debug for ZeroPad<H, W, S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ZeroPad<{H}, {W}, {:?}>", S::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        let image = |rows: [[f32; 3]; 2]| rows.map(|row| row.map(|x| SVector::from([x])));
        let x = [[1.0, 2.0].map(|x| SVector::from([x]))];
        let layer = ZeroPad::<2, 3, Pad<1, 1, 0, 0>>::new();
        let y = layer.forward(&x);
        assert_eq!(y, image([[0.0; 3], [0.0, 1.0, 2.0]]));
        let dy = image([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        assert_eq!(
            layer.backward_input(&x, &y, &(), &dy),
            [[5.0, 6.0].map(|x| SVector::from([x]))]
        );
    }
}
