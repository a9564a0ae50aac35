//! The largest number in each window.
//!
//! ```text
//! y[oh][ow] = max x[h][w] over the window's places        in each channel
//! dx = the dy of each window, at the first place that has its largest number
//! h = oh·stride + kh·dilation − padding,  0 ≤ kh < KH;  w likewise
//! ```
//!
//! What a kernel has found is found wherever in the window it is: the network need not learn it for every place, and
//! the next layer sees a smaller image. Cost: KH·KW comparisons for each number of the output; the backward pass
//! looks for the places again, which costs twice that and no memory.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 9.3; Scherer, Müller, Behnke (2010),
//! *Evaluation of pooling operations in convolutional architectures for object recognition*.

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
    /// The largest of KH × KW places, for each channel of each sample; the output has H × W places.
    ///
    /// [Formula, gradient and source](self)
    ///
    /// S says how windows [lie](crate::window): the stride is KH × KW unless S says another, and nothing lies around
    /// the image. Padding is not a place, and is never the largest, as in PyTorch. Of equal numbers the first counts,
    /// row by row.
    ///
    /// # Shapes
    /// `[[SMatrix<T, C, B>; WI]; HI]` → `[[SMatrix<T, C, B>; W]; H]`. For a sequence, KH = H = 1:
    /// `[SMatrix<T, C, B>; L]` → `[SMatrix<T, C, B>; W]`. The compiler cannot divide sizes, so H and W are stated;
    /// wrong ones do not compile:
    /// ```compile_fail,E0080
    /// use constnet::prelude::*;
    ///
    /// // MaxPool of kernel 2 x 2, stride 2, no padding makes 12 x 12 of 24 x 24: its type says 12 x 13
    /// network!(Net: [[6; 24]; 24] => (MaxPool<2, 2, 12, 13>) => [[6; 13]; 12]);
    /// ```
    /// A NaN makes its channel NaN in every window that sees it; ±∞ are numbers like any other. PyTorch:
    /// `nn.MaxPool2d((KH, KW), stride, padding, dilation)` on `[B, C, HI, WI]`; `nn.MaxPool1d(KW)`.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let x = [[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, -1.0, 7.0]].map(|row| row.map(|x| SVector::from([x])));
    /// let y = MaxPool::<2, 2, 1, 2>::new().forward(&x);
    /// assert_eq!(y, [[SVector::from([5.0]), SVector::from([7.0])]]);
    ///
    /// // Windows of three places that overlap, over a sequence.
    /// let sequence = [1.0, 5.0, 2.0, 0.0].map(|x| SVector::from([x]));
    /// let y = MaxPool::<1, 3, 1, 2, Stride<1>>::new().forward(&sequence);
    /// assert_eq!(y, [SVector::from([5.0]); 2]);
    /// ```
    #[doc(alias = "MaxPool2d")]
    #[doc(alias = "MaxPool1d")]
    #[doc(alias = "max pooling")]
    MaxPool "MaxPool" false largest (x, dy) => largest_slope(x, dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stride;
    use nalgebra::{SMatrix, SVector};

    type Pixel = SVector<f32, 1>;

    fn row<const W: usize>(x: [f32; W]) -> [Pixel; W] {
        x.map(|x| SVector::from([x]))
    }

    #[test]
    fn two_numbers_by_hand() {
        let layer = MaxPool::<2, 2, 1, 1>::new();
        let x = [row([1.0, 3.0]), row([2.0, -4.0])];
        assert_eq!(layer.forward(&x), [row([3.0])]);
        let dx = layer.backward_input(&x, &[row([3.0])], &(), &[row([10.0])]);
        assert_eq!(dx, [row([0.0, 10.0]), row([0.0, 0.0])]);
    }

    #[test]
    fn ties_go_to_the_first_and_overlaps_add() {
        // Windows (1, 3), (3, 3), (3, 3).
        let layer = MaxPool::<1, 2, 1, 3, Stride<1>>::new();
        let x = row([1.0, 3.0, 3.0, 3.0]);
        let y = layer.forward(&x);
        assert_eq!(y, row([3.0, 3.0, 3.0]));
        let dx = layer.backward_input(&x, &y, &(), &row([1.0, 10.0, 100.0]));
        assert_eq!(dx, row([0.0, 11.0, 100.0, 0.0]));
        let least = row([f32::NEG_INFINITY; 4]);
        let dx = layer.backward_input(&least, &y, &(), &row([1.0, 10.0, 100.0]));
        assert_eq!(dx, row([1.0, 10.0, 100.0, 0.0]));
    }

    #[test]
    fn each_channel_of_each_sample_by_itself() {
        let x: [[SMatrix<f64, 2, 2>; 2]; 1] =
            [[[[1.0, 3.0], [2.0, 4.0]], [[4.0, 2.0], [3.0, 1.0]]].map(SMatrix::from)];
        let y = MaxPool::<1, 2, 1, 1>::new().forward(&x);
        assert_eq!(y, [[SMatrix::from([[4.0, 3.0], [3.0, 4.0]])]]);
    }

    #[test]
    fn nan_is_seen() {
        let x = row([f32::NAN, 1.0, f32::INFINITY, 1.0]);
        let y = MaxPool::<1, 2, 1, 2>::new().forward(&x);
        assert!(y[0][0].is_nan() && y[1][0] == f32::INFINITY);
    }
}
