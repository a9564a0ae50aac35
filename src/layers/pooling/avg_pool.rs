//! The average of each window.
//!
//! ```text
//! y[oh][ow] = (Σ x[h][w] over the window's places) / n        in each channel
//! dx = Σ dy/n of the windows that see a place
//! h = oh·stride + kh·dilation − padding,  0 ≤ kh < KH;  w likewise
//! ```
//!
//! It gives a smaller image that keeps the brightness: where the [largest](crate::MaxPool) says whether something was
//! found, the average says how much of it. n is how many places of the window lie inside of the image, or KH·KW with
//! [`CountPadding`](crate::CountPadding). Cost: KH·KW additions and a division for each number of the output.
//!
//! With u = 2⁻²⁴ in `f32` and 2⁻⁵³ in `f64`, y is off by at most n·u·max |x|, and over more than 256 places by at
//! most 256·u·max |x|.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 9.3; LeCun, Bottou, Bengio, Haffner
//! (1998), *Gradient-based learning applied to document recognition*, section II.B (subsampling).

use super::{PoolOn, misfit, pool};
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, Valid, Window,
    kernels::{self, Instructions},
    misfit::fits,
    parameters,
    values::Places,
};
use core::{fmt, marker::PhantomData};
use rand::Rng;

pool! {
    /// The average of KH × KW places, for each channel of each sample; the output has H × W places.
    ///
    /// [Formula, gradient and source](self)
    ///
    /// S says how windows [lie](crate::window): the stride is KH × KW unless S says another, and nothing lies around
    /// the image. Where padding does, the average is over the places inside the image, as in Keras and ONNX. PyTorch
    /// counts the zeros as well, unless told otherwise: `(Pad<1>, CountPadding)`.
    ///
    /// # Shapes
    /// `[[SMatrix<T, C, B>; WI]; HI]` → `[[SMatrix<T, C, B>; W]; H]`. For a sequence, KH = H = 1:
    /// `[SMatrix<T, C, B>; L]` → `[SMatrix<T, C, B>; W]`. Sizes that do not follow from the image do not compile, as
    /// with [`MaxPool`](crate::MaxPool#shapes).
    ///
    /// NaN and ±∞ reach their channel in every window that sees them. PyTorch:
    /// `nn.AvgPool2d((KH, KW), stride, padding, count_include_pad=False)` on `[B, C, HI, WI]`; `nn.AvgPool1d`.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let x = [[1.0, 5.0], [3.0, 7.0]].map(|row| row.map(|x| SVector::from([x])));
    /// assert_eq!(AvgPool::<2, 2, 1, 1>::new().forward(&x), [[SVector::from([4.0])]]);
    ///
    /// // Of a window that reaches one place beyond each end, two places are inside.
    /// let sequence = [6.0, 0.0].map(|x| SVector::from([x]));
    /// let inside = AvgPool::<1, 3, 1, 2, (Stride<1>, Pad<1>)>::new();
    /// assert_eq!(inside.forward(&sequence), [SVector::from([3.0]); 2]);
    /// let counted = AvgPool::<1, 3, 1, 2, (Stride<1>, Pad<1>, CountPadding)>::new();
    /// assert_eq!(counted.forward(&sequence), [SVector::from([2.0]); 2]);
    /// ```
    #[doc(alias = "AvgPool2d")]
    #[doc(alias = "AvgPool1d")]
    #[doc(alias = "average pooling")]
    AvgPool "AvgPool" true average (_x, dy) => average_slope(dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CountPadding, Pad, Stride};
    use nalgebra::SVector;

    fn row<const W: usize>(x: [f64; W]) -> [SVector<f64, 1>; W] {
        x.map(|x| SVector::from([x]))
    }

    #[test]
    fn two_numbers_by_hand() {
        let layer = AvgPool::<1, 2, 1, 2, Stride<1>>::new();
        let x = row([1.0, 3.0, 8.0]);
        let y = layer.forward(&x);
        assert_eq!(y, row([2.0, 5.5]));
        assert_eq!(layer.backward_input(&x, &y, &(), &row([2.0, 20.0])), row([1.0, 11.0, 10.0]));
    }

    #[test]
    fn padding_counts_where_it_is_said() {
        let x = [row([4.0, 8.0]), row([12.0, 16.0])];
        // A corner of each window is inside.
        assert_eq!(AvgPool::<2, 2, 2, 2, Pad<1>>::new().forward(&x), x);
        let counted = AvgPool::<2, 2, 2, 2, (Pad<1>, CountPadding)>::new();
        let quarters = [row([1.0, 2.0]), row([3.0, 4.0])];
        assert_eq!(counted.forward(&x), quarters);
        assert_eq!(counted.backward_input(&x, &x, &(), &x), quarters);
    }
}
