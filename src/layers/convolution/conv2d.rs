//! Convolution of an image: under a small window, weighted sums of all channels, with the same weights at every
//! place.
//!
//! ```text
//! y[h, w] = b + Σ W[i, j]·x[h·s + i·d − p, w·s + j·d − p]      over the places i, j of the window
//! dW[i, j] = Σ dy[h, w]·x[h·s + i·d − p, …]ᵀ      db = Σ dy[h, w]      over the places h, w of the output
//! dx[h·s + i·d − p, …] = Σ W[i, j]ᵀ·dy[h, w]      over the windows that look there
//! W[i, j]: OUT × PER of each of KH·KW places,  b: OUT,  x: IN channels,  y: OUT channels at H × W places
//! ```
//!
//! s, d and p are stride, dilation and padding: 1, 1 and 0 unless S says otherwise. Outside the image there is
//! nothing, and so no term of the sum.
//!
//! What is learned at one place is known at all of them: a digit is the same digit wherever it stands, and a layer
//! has KH·KW·PER·OUT weights, however large the image. A place of the output looks at a small part of the image;
//! across several layers that part becomes its [receptive field](crate::window::Size::receptive_field). Cost:
//! H·W·KH·KW·PER·OUT multiplications a sample forward, twice that backward; no copy of the image is made.
//!
//! With groups (PER < IN), an output sees PER inputs alone: the first group of outputs sees the first PER, and so on.
//! With PER = 1 each output looks at a single channel: [`DepthwiseConv2d`].
//!
//! The sums are what signal processing calls a *correlation*, as in every framework: the kernel is not mirrored.
//!
//! Source: LeCun, Bottou, Bengio, Haffner (1998), *Gradient-based learning applied to document recognition*,
//! Proceedings of the IEEE 86(11), section II.A; arithmetic of sizes: Dumoulin, Visin (2016), arXiv:1603.07285;
//! depthwise: Howard et al. (2017), *MobileNets*, arXiv:1704.04861, section 3.1.

use super::shared::{self, OnImage};
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, Valid, Weight, Window,
    kernels::{self, Instructions},
    misfit::fits,
    parameters,
    parameters::Axes,
    values::Image,
};
use core::{fmt, marker::PhantomData};
use nalgebra::{ArrayStorage, SMatrix, SVector};
use rand::Rng;

/// Convolution of images: OUT channels from IN, under windows of KH × KW, at H × W places.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `[[SMatrix<T, IN, B>; WI]; HI]` → `[[SMatrix<T, OUT, B>; W]; H]`: rows, pixels, channels; any batch B.
///
/// The compiler cannot compute H and W, so they are stated. The page of [windows](crate::window) says how they follow
/// from the image and from S, and where they are wrong, [`network!`](crate::network!) says the right ones:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // Conv2d of kernel 5 x 5, stride 1, no padding makes 24 x 24 of 28 x 28: its type says 23 x 24
/// network!(Net: [[1; 28]; 28] => (Conv2d<1, 6, 5, 5, 23, 24>) => [[6; 24]; 23]);
/// ```
/// S says how windows lie: [`Valid`] (nothing around the image, a stride of 1), `Stride<2>`, `Pad<1>`, `Same`,
/// `Dilate<2>`, or a tuple of those. PER is how many inputs each output sees, all IN by default. It must divide IN,
/// and the IN / PER groups must divide OUT.
///
/// NaN or ±∞ in a pixel of a sample reaches every output whose window looks at it, in all channels of its group, and
/// no output of another sample. A weight of 0 turns ∞ into NaN.
///
/// PyTorch: `nn.Conv2d(IN, OUT, (KH, KW), stride, padding, dilation, groups=IN // PER)`, whose images have their
/// channels first; its `weight` is `[OUT, PER, KH, KW]`. Keras: `Conv2D(OUT, (KH, KW))`, whose kernel is
/// `[KH, KW, PER, OUT]`, in the order of ours; the kernel of a `DepthwiseConv2D`, `[KH, KW, IN, multiplier]`, has the
/// same numbers in the same order, and is read as well. Files may have either ([`Layout`](crate::weights::Layout)).
///
/// # Example
/// Where it becomes brighter from left to right:
/// ```
/// use constnet::prelude::*;
///
/// // One channel to one, under windows of 1 × 2: −1 left, +1 right.
/// let edges = Conv2d::<1, 1, 1, 2, 2, 3>::new([[[[-1.0, 1.0]]]], [0.0]);
/// let image = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.5, 1.0, 1.0]].map(|row| row.map(|x| SVector::from([x])));
/// let y = edges.forward(&image).map(|row| row.map(|y| y[0]));
/// assert_eq!(y, [[0.0, 1.0, 0.0], [0.5, 0.5, 0.0]]);
/// ```
#[doc(alias = "convolution")]
#[doc(alias = "Conv2D")]
#[derive(Clone, PartialEq)]
pub struct Conv2d<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S = Valid,
    const PER: usize = IN,
    T = f32,
> {
    /// W: for each row and column of the kernel, the column of each input.
    pub weight: [[[[T; OUT]; PER]; KW]; KH],
    /// b, one number per output.
    pub bias: SVector<T, OUT>,
    window: PhantomData<S>,
}

/// Each of OUT channels comes from a single one of IN, and OUT / IN come from each: a [`Conv2d`] with one input per
/// output.
///
/// Followed by a `Dense` over the channels at each place, it is a *separable* convolution, at a fraction of the cost
/// of a full one. PyTorch: `nn.Conv2d(…, groups=IN)`. Keras: `DepthwiseConv2D`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// network!(Separable: [[8; 12]; 12] => (
///     DepthwiseConv2d<8, 8, 3, 3, 12, 12, Same>, Dense<8, 16>, Relu
/// ) => [[16; 12]; 12]);
///
/// assert_eq!(Separable::COUNT, (9 * 8 + 8) + (8 * 16 + 16));
/// ```
pub type DepthwiseConv2d<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S = Valid,
    T = f32,
> = Conv2d<IN, OUT, KH, KW, H, W, S, 1, T>;

impl<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S,
    const PER: usize,
    N: Weight,
> Conv2d<IN, OUT, KH, KW, H, W, S, PER, N>
{
    /// A layer from its weights, as PyTorch lists them (for each output, for each of its inputs, a kernel of KH
    /// rows), and its bias; also in a `static`.
    pub const fn new(weight: [[[[N; KW]; KH]; PER]; OUT], bias: [N; OUT]) -> Self {
        // Every number is overwritten, so any may stand there first.
        let mut ours = [[[bias; PER]; KW]; KH];
        let mut o = 0;
        while o < OUT {
            let mut i = 0;
            while i < PER {
                let mut kh = 0;
                while kh < KH {
                    let mut kw = 0;
                    while kw < KW {
                        ours[kh][kw][i][o] = weight[o][i][kh][kw];
                        kw += 1;
                    }
                    kh += 1;
                }
                i += 1;
            }
            o += 1;
        }
        Self {
            weight: ours,
            bias: SMatrix::from_array_storage(ArrayStorage([bias])),
            window: PhantomData,
        }
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
    X: Image<T, IN, Rows = [[SMatrix<T, IN, B>; WI]; HI]>,
    const HI: usize,
    const WI: usize,
    const B: usize,
> Forward<X> for Conv2d<IN, OUT, KH, KW, H, W, S, PER, T>
{
    type Output = [[SMatrix<T, OUT, B>; W]; H];

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        self.forward_in(Instructions::UNKNOWN, x)
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &X) -> Self::Output {
        const { fits(OnImage::<S, KH, KW, HI, WI, H, W>::misfit("Conv2d", PER, IN, OUT)) };
        let bias = &self.bias.data.0[0];
        kernels::convolution::<
            OnImage<S, KH, KW, HI, WI, H, W>,
            T,
            IN,
            OUT,
            PER,
            KH,
            KW,
            H,
            W,
            HI,
            WI,
            B,
        >(instructions, &self.weight, bias, x.rows())
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
    X: Image<T, IN, Rows = [[SMatrix<T, IN, B>; WI]; HI]>,
    const HI: usize,
    const WI: usize,
    const B: usize,
> Backward<X> for Conv2d<IN, OUT, KH, KW, H, W, S, PER, T>
{
    type Cache = ();

    const MISFIT: Option<Misfit> =
        OnImage::<S, KH, KW, HI, WI, H, W>::misfit("Conv2d", PER, IN, OUT);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &Self::Output, _: &(), dy: &Self::Output) -> X {
        const { fits(OnImage::<S, KH, KW, HI, WI, H, W>::misfit("Conv2d", PER, IN, OUT)) };
        X::of_rows(kernels::convolution_input::<
            OnImage<S, KH, KW, HI, WI, H, W>,
            T,
            IN,
            OUT,
            PER,
            KH,
            KW,
            H,
            W,
            HI,
            WI,
            B,
        >(&self.weight, dy))
    }

    #[inline]
    fn backward_parameters(
        &self,
        x: &X,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
        gradient: &mut Self,
    ) {
        const { fits(OnImage::<S, KH, KW, HI, WI, H, W>::misfit("Conv2d", PER, IN, OUT)) };
        let Self { weight, bias, .. } = gradient;
        kernels::convolution_parameters::<
            OnImage<S, KH, KW, HI, WI, H, W>,
            T,
            IN,
            OUT,
            PER,
            KH,
            KW,
            H,
            W,
            HI,
            WI,
            B,
        >(x.rows(), dy, weight, &mut bias.data.0[0]);
    }
}

/// The weight in files. A constant of its own, which the compiler reads once and not for each type.
const WEIGHT: Axes = Axes::memory("kh kw in out").torch("out in kh kw");

parameters! {
    [
        const IN: usize, const OUT: usize, const KH: usize, const KW: usize, const H: usize, const W: usize,
        S: Window, const PER: usize, N: Weight
    ]
    Conv2d<IN, OUT, KH, KW, H, W, S, PER, N> as N {
        weight: tensor(WEIGHT.keras_depthwise(PER, IN)),
        bias: vector,
        window: settings,
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S: Window,
    const PER: usize,
    T: Scalar,
> Init for Conv2d<IN, OUT, KH, KW, H, W, S, PER, T>
{
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        let Self { weight, bias, .. } = self;
        let weight = weight.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        let fans = [KH * KW * PER, KH * KW * OUT];
        shared::reset(weight, bias.as_mut_slice(), fans, initializer, rng);
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    S: Window,
    const PER: usize,
    N: Weight,
> fmt::Debug for Conv2d<IN, OUT, KH, KW, H, W, S, PER, N>
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
        let layer = Conv2d::<1, 1, 1, 2, 1, 1>::new([[[[3.0, 4.0]]]], [1.0]);
        let x = [[SVector::from([2.0]), SVector::from([5.0])]];
        let y = layer.forward(&x);
        assert_eq!(y[0][0][0], 27.0);
        let dy = [[SVector::from([10.0])]];
        let mut gradient = Conv2d::new([[[[0.0; 2]]]], [0.0]);
        let dx = layer.backward(&x, &y, &(), &dy, &mut gradient);
        assert_eq!(gradient.weight, [[[[20.0]], [[50.0]]]]);
        assert_eq!((gradient.bias[0], dx[0][0][0], dx[0][1][0]), (10.0, 30.0, 40.0));
    }

    #[test]
    fn groups_see_their_own() {
        // Two groups of two inputs, one output each: y = (x₀ + x₁, x₂ − x₃).
        let weight = [[[[1.0]], [[1.0]]], [[[1.0]], [[-1.0]]]];
        let layer = Conv2d::<4, 2, 1, 1, 1, 1, Valid, 2>::new(weight, [0.0; 2]);
        let y = layer.forward(&[[SVector::from([1.0, 2.0, 5.0, 3.0])]]);
        assert_eq!(y, [[SVector::from([3.0, 2.0])]]);
    }
}
