//! One number for a whole image, in each channel.
//!
//! ```text
//! y = max x[h][w], or (Σ x[h][w]) / (H·W)        over all places, in each channel
//! dx = dy at the first place that has the largest number, or dy / (H·W) everywhere
//! ```
//!
//! The end of a network that asks *what* is in an image and not *where*: a vector with one number for each
//! channel, whatever the size of the image, without the weights of a [`Flatten`](crate::Flatten) and a dense
//! layer behind it. Cost: an operation for each number of the input.
//!
//! With u = 2⁻²⁴ in `f32` and 2⁻⁵³ in `f64`, the average is off by at most 256·u·max |x|, however large the image.
//!
//! Source: Lin, Chen, Yan (2013), *Network in network*, arXiv:1312.4400, section 3.2.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, Valid,
    kernels::{self, Geometry, Instructions},
    misfit::fits,
    parameters,
    values::{Places, Value},
    window::Windows,
};
use core::marker::PhantomData;
use rand::Rng;

/// One window that sees all of X.
struct All<X>(PhantomData<X>);

impl<X: Places> Geometry for All<X> {
    const WINDOWS: Windows = {
        let size = [X::ROWS, X::COLUMNS];
        Windows::on_image::<Valid>([1, 1], size, size, [1, 1])
    };
    const PLACE: usize = X::Place::LEN;
    const DIVISOR: Option<usize> = None;
}

/// An image without places has no largest number and no average.
const fn misfit<X: Places>(layer: &str) -> Option<Misfit> {
    All::<X>::WINDOWS.misfit(layer)
}

macro_rules! global {
    ($(#[$about:meta])* $layer:ident $name:literal $kernel:ident
     ($x:ident, $dy:ident) => $slope:ident($($given:ident),*)) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $layer;

        #[diagnostic::do_not_recommend]
        impl<X: Places<Number: Scalar>> Forward<X> for $layer {
            type Output = X::Place;

            #[inline]
            fn forward(&self, x: &X) -> X::Place {
                self.forward_in(Instructions::UNKNOWN, x)
            }

            #[inline(always)]
            fn forward_in(&self, instructions: Instructions, x: &X) -> X::Place {
                const { fits(misfit::<X>($name)) };
                kernels::$kernel::<All<X>, X, _>(instructions, x)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<X: Places<Number: Scalar>> Backward<X> for $layer {
            type Cache = ();

            const MISFIT: Option<Misfit> = misfit::<X>($name);

            #[inline]
            fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X::Place, ()) {
                (self.forward(x), ())
            }

            #[inline]
            fn backward_input(&self, $x: &X, _: &X::Place, _: &(), $dy: &X::Place) -> X {
                kernels::$slope::<All<X>, X, _>($($given),*)
            }
        }

        parameters! { [] $layer {} }

        impl Init for $layer {
            fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
        }
    };
}

global! {
    /// The largest number in a whole image or sequence, for each channel of each sample.
    ///
    /// [Formula, gradient and source](self)
    ///
    /// # Shapes
    /// `[[SMatrix<T, C, B>; W]; H]` or `[SMatrix<T, C, B>; L]` → `SMatrix<T, C, B>`; for sequences that are shorter
    /// than their window, behind a [`Padded`](crate::layers::Padded) layer,
    /// `([SMatrix<T, C, B>; L], SMatrix<T, 1, B>)` → `SMatrix<T, C, B>`, over the steps that each sample has, and 0
    /// where it has none.
    ///
    /// A NaN makes its channel NaN; ±∞ are numbers like any other. Of equal numbers the first counts, row by row.
    /// PyTorch: `nn.AdaptiveMaxPool2d(1)`; Keras: `GlobalMaxPooling2D`.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let x = [[[1.0, -5.0], [4.0, -2.0]]].map(|row| row.map(SVector::from));
    /// assert_eq!(GlobalMaxPool.forward(&x), SVector::from([4.0, -2.0]));
    /// ```
    #[doc(alias = "GlobalMaxPooling2D")]
    #[doc(alias = "AdaptiveMaxPool2d")]
    GlobalMaxPool "GlobalMaxPool" largest (x, dy) => largest_slope(x, dy)
}

global! {
    /// The average over a whole image or sequence, for each channel of each sample.
    ///
    /// [Formula, gradient and source](self)
    ///
    /// # Shapes
    /// `[[SMatrix<T, C, B>; W]; H]` or `[SMatrix<T, C, B>; L]` → `SMatrix<T, C, B>`; for sequences that are shorter
    /// than their window, behind a [`Padded`](crate::layers::Padded) layer,
    /// `([SMatrix<T, C, B>; L], SMatrix<T, 1, B>)` → `SMatrix<T, C, B>`, over the steps that each sample has, and 0
    /// where it has none.
    ///
    /// NaN and ±∞ reach their channel. PyTorch: `nn.AdaptiveAvgPool2d(1)`; Keras: `GlobalAveragePooling2D`.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// // The average over time, before a layer that decides.
    /// network!(Heard: [3; 100] => (Dense<3, 8>, Relu, GlobalAvgPool, Dense<8, 2>) => 2);
    ///
    /// let x = [[[1.0, -5.0], [4.0, -2.0]]].map(|row| row.map(SVector::from));
    /// assert_eq!(GlobalAvgPool.forward(&x), SVector::from([2.5, -3.5]));
    /// ```
    #[doc(alias = "GlobalAveragePooling2D")]
    #[doc(alias = "AdaptiveAvgPool2d")]
    GlobalAvgPool "GlobalAvgPool" average (_x, dy) => average_slope(dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    fn row<const W: usize>(x: [f32; W]) -> [SVector<f32, 1>; W] {
        x.map(|x| SVector::from([x]))
    }

    #[test]
    fn two_numbers_by_hand() {
        let (x, dy) = ([row([1.0, 3.0])], SVector::from([10.0]));
        let y = GlobalMaxPool.forward(&x);
        assert_eq!(y[0], 3.0);
        assert_eq!(GlobalMaxPool.backward_input(&x, &y, &(), &dy), [row([0.0, 10.0])]);
        let y = GlobalAvgPool.forward(&x);
        assert_eq!(y[0], 2.0);
        assert_eq!(GlobalAvgPool.backward_input(&x, &y, &(), &dy), [row([5.0, 5.0])]);
    }

    #[test]
    fn a_long_average_keeps_its_digits() {
        // A plain sum in `f32` loses the fourth digit.
        let x = row([0.1; 10_000]);
        assert_eq!(GlobalAvgPool.forward(&x)[0], 0.1);
    }
}
