//! Convolution of a window of a sequence: [`Conv2d`](crate::Conv2d) of one row.
//!
//! ```text
//! y[t] = b + Σ W[k]·x[t·s + k·d − p]      over the places k of the window
//! dW[k] = Σ dy[t]·x[t·s + k·d − p]ᵀ       db = Σ dy[t]      over the places t of the output
//! dx[t·s + k·d − p] = Σ W[k]ᵀ·dy[t]       over the windows that look there
//! W[k]: OUT × PER of each of K places,  b: OUT,  x: LI places of IN channels,  y: L places of OUT channels
//! ```
//!
//! s, d and p are stride, dilation and padding: 1, 1 and 0 unless S says otherwise. The layer sees both what was and
//! what is to come, so it takes a whole window and cannot stream; [`Conv1d`](crate::Conv1d) sees only what was. Cost:
//! L·K·PER·OUT multiplications a sample forward, twice that backward.
//!
//! Source: Waibel et al. (1989), *Phoneme recognition using time-delay neural networks*, IEEE Transactions on
//! Acoustics, Speech, and Signal Processing 37(3), section II; arithmetic of sizes: Dumoulin, Visin (2016),
//! arXiv:1603.07285.

use super::shared::{self, Along, OVER_TIME};
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, Valid, Weight, Window,
    kernels::{self, Instructions},
    misfit::fits,
    parameters,
};
use core::{
    array::{from_mut, from_ref},
    fmt,
    marker::PhantomData,
};
use nalgebra::{ArrayStorage, SMatrix, SVector};
use rand::Rng;

/// Convolution of a sequence: OUT channels from IN, under windows of K places, at L places.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `[SMatrix<T, IN, B>; LI]` → `[SMatrix<T, OUT, B>; L]`, any batch B. The compiler cannot compute L, so it is
/// stated, and where it is wrong, [`network!`](crate::network!) says the right one:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // WindowConv1d of kernel 3, stride 2, no padding makes 24 of 50: its type says 25
/// network!(Net: [1; 50] => (WindowConv1d<1, 4, 3, 25, Stride<2>>) => [4; 25]);
/// ```
/// S and PER are those of [`Conv2d`](crate::Conv2d); of S, the numbers for columns count: `Pad<0, 2, 0, 0>` is two
/// zeros before the sequence and none after it.
///
/// NaN or ±∞ at a place of a sample reaches every output whose window looks there, in all channels of its group, and
/// no output of another sample. A weight of 0 turns ∞ into NaN.
///
/// PyTorch: `nn.Conv1d(IN, OUT, K, stride, padding, dilation, groups=IN // PER)`, whose sequences have their channels
/// first; its `weight` is `[OUT, PER, K]`. Keras: `Conv1D(OUT, K)`, whose kernel is `[K, PER, OUT]`; the kernel of a
/// `DepthwiseConv1D`, `[K, IN, multiplier]`, is read as well.
///
/// # Example
/// The differences between neighbours, every second one:
/// ```
/// use constnet::prelude::*;
///
/// let differences = WindowConv1d::<1, 1, 2, 2, Stride<2>>::new([[[-1.0, 1.0]]], [0.0]);
/// let x = [[1.0], [4.0], [9.0], [16.0]].map(SVector::from);
/// assert_eq!(differences.forward(&x), [[3.0], [7.0]].map(SVector::from));
/// ```
#[doc(alias = "Conv1D")]
#[derive(Clone, PartialEq)]
pub struct WindowConv1d<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S = Valid,
    const PER: usize = IN,
    T = f32,
> {
    /// W: for each place of the kernel, the column of each input.
    pub weight: [[[T; OUT]; PER]; K],
    /// b, one number per output.
    pub bias: SVector<T, OUT>,
    window: PhantomData<S>,
}

impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S,
    const PER: usize,
    N: Weight,
> WindowConv1d<IN, OUT, K, L, S, PER, N>
{
    /// A layer from its weights, as PyTorch lists them (for each output, for each of its inputs, a kernel), and its
    /// bias; also in a `static`.
    pub const fn new(weight: [[[N; K]; PER]; OUT], bias: [N; OUT]) -> Self {
        Self {
            weight: shared::taps(&weight, bias),
            bias: SMatrix::from_array_storage(ArrayStorage([bias])),
            window: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
    const LI: usize,
    const B: usize,
> Forward<[SMatrix<T, IN, B>; LI]> for WindowConv1d<IN, OUT, K, L, S, PER, T>
{
    type Output = [SMatrix<T, OUT, B>; L];

    #[inline]
    fn forward(&self, x: &[SMatrix<T, IN, B>; LI]) -> Self::Output {
        self.forward_in(Instructions::UNKNOWN, x)
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &[SMatrix<T, IN, B>; LI]) -> Self::Output {
        const { fits(Along::<S, K, LI, L>::misfit("WindowConv1d", PER, IN, OUT)) };
        let (weight, x) = (from_ref(&self.weight), from_ref(x));
        let bias = &self.bias.data.0[0];
        let [y] = kernels::convolution::<Along<S, K, LI, L>, T, IN, OUT, PER, 1, K, 1, L, 1, LI, B>(
            instructions,
            weight,
            bias,
            x,
        );
        y
    }
}

#[diagnostic::do_not_recommend]
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
    const LI: usize,
    const B: usize,
> Backward<[SMatrix<T, IN, B>; LI]> for WindowConv1d<IN, OUT, K, L, S, PER, T>
{
    type Cache = ();

    const MISFIT: Option<Misfit> = Along::<S, K, LI, L>::misfit("WindowConv1d", PER, IN, OUT);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &[SMatrix<T, IN, B>; LI],
        _: &mut R,
    ) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(
        &self,
        _: &[SMatrix<T, IN, B>; LI],
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> [SMatrix<T, IN, B>; LI] {
        const { fits(Along::<S, K, LI, L>::misfit("WindowConv1d", PER, IN, OUT)) };
        let (weight, dy) = (from_ref(&self.weight), from_ref(dy));
        let [dx] = kernels::convolution_input::<
            Along<S, K, LI, L>,
            T,
            IN,
            OUT,
            PER,
            1,
            K,
            1,
            L,
            1,
            LI,
            B,
        >(weight, dy);
        dx
    }

    #[inline]
    fn backward_parameters(
        &self,
        x: &[SMatrix<T, IN, B>; LI],
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
        gradient: &mut Self,
    ) {
        const { fits(Along::<S, K, LI, L>::misfit("WindowConv1d", PER, IN, OUT)) };
        let Self { weight, bias, .. } = gradient;
        kernels::convolution_parameters::<Along<S, K, LI, L>, T, IN, OUT, PER, 1, K, 1, L, 1, LI, B>(
            from_ref(x),
            from_ref(dy),
            from_mut(weight),
            &mut bias.data.0[0],
        );
    }
}

parameters! {
    [
        const IN: usize, const OUT: usize, const K: usize, const L: usize, S: Window, const PER: usize, N: Weight
    ]
    WindowConv1d<IN, OUT, K, L, S, PER, N> as N {
        weight: tensor(OVER_TIME.keras_depthwise(PER, IN)),
        bias: vector,
        window: settings,
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
> Init for WindowConv1d<IN, OUT, K, L, S, PER, T>
{
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        let Self { weight, bias, .. } = self;
        let weight = weight.as_flattened_mut().as_flattened_mut();
        shared::reset(weight, bias.as_mut_slice(), [K * PER, K * OUT], initializer, rng);
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const L: usize,
    S: Window,
    const PER: usize,
    N: Weight,
> fmt::Debug for WindowConv1d<IN, OUT, K, L, S, PER, N>
{
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // y = 3·2 + 4·5 + 1 = 27; with dy = 10: dW = (20, 50), db = 10, dx = (30, 40).
        let layer = WindowConv1d::<1, 1, 2, 1>::new([[[3.0, 4.0]]], [1.0]);
        let x = [SVector::from([2.0]), SVector::from([5.0])];
        let y = layer.forward(&x);
        assert_eq!(y[0][0], 27.0);
        let mut gradient = WindowConv1d::new([[[0.0; 2]]], [0.0]);
        let dx = layer.backward(&x, &y, &(), &[SVector::from([10.0])], &mut gradient);
        assert_eq!(gradient.weight, [[[20.0]], [[50.0]]]);
        assert_eq!((gradient.bias[0], dx[0][0], dx[1][0]), (10.0, 30.0, 40.0));
    }
}
