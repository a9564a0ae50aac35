//! Convolution in time: over what was, never over what is to come.
//!
//! ```text
//! y[t] = b + Σ W[k]·x[t − (K − 1 − k)·d]      k = 0 is the oldest;  x[t] = 0 before the first step
//! dW[k] = Σ dy[t]·x[t − (K − 1 − k)·d]ᵀ       db = Σ dy[t]          over the steps t
//! dx[t − (K − 1 − k)·d] = Σ W[k]ᵀ·dy[t]       over the steps that look there
//! W[k]: OUT × PER of each of K taps,  b: OUT,  x: IN channels,  y: OUT channels,  d = DILATION
//! ```
//!
//! Each input gives one output: the layer is a [stream](crate::stream), whose state is the last inputs, or as many
//! zeros at rest. One layer looks back a short way, but where dilations double from layer to layer, every layer
//! doubles how far the network sees: L layers of two taps see 2ᴸ steps, at the cost of 2·L products a step. Filters
//! for sound are built like this, and texts are read like this, without the gradient of a recurrent layer, which
//! fades from step to step. Cost: K·PER·OUT multiplications a step and sample forward, twice that backward.
//!
//! Sources: van den Oord et al. (2016), *WaveNet: a generative model for raw audio*, arXiv:1609.03499, section 2.1; Bai,
//! Kolter, Koltun (2018), *An empirical evaluation of generic convolutional and recurrent networks for sequence
//! modeling*, arXiv:1803.01271, section 3.

use super::shared::{self, Causal, OVER_TIME};
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Scalar, State, Stream, StreamTrain, Weight,
    kernels::{self, Instructions},
    misfit::fits,
    parameters,
    parameters::Axes,
    stream::Streams,
};
use core::{
    array::{from_mut, from_ref},
    fmt,
};
use nalgebra::{ArrayStorage, SMatrix, SVector};
use rand::Rng;

/// Causal convolution in time: OUT channels from the IN channels of K steps, which lie DILATION steps apart and end
/// with the current one.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// A sequence `[SMatrix<T, IN, B>; L]` → `[SMatrix<T, OUT, B>; L]` from rest, of any length; as a
/// [stream](crate::stream), also a step `SMatrix<T, IN, B>` → `SMatrix<T, OUT, B>`. State: [`Conv1dState`].
///
/// PER is how many inputs each output sees, all IN by default. It must divide IN, and the IN / PER groups must divide
/// OUT, or the network does not compile:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // Conv1d: 3 inputs for each output do not divide 4 inputs and 6 outputs into equal groups
/// network!(Net: [4; 50] => (Conv1d<4, 6, 2, 1, 3>) => [6; 50]);
/// ```
/// NaN or ±∞ in a step of a sample reaches the K outputs that look at it, in all channels of its group, and no output
/// of another sample. A weight of 0 turns ∞ into NaN, and a weight of ∞ turns the zeros before the first step into
/// NaN.
///
/// PyTorch: `nn.Conv1d(IN, OUT, K, dilation=DILATION, groups=IN // PER)` behind
/// `nn.ConstantPad1d(((K − 1)·DILATION, 0), 0)`, with channels first; its `weight` is `[OUT, PER, K]`. Keras:
/// `Conv1D(OUT, K, dilation_rate=DILATION, padding="causal")`, whose kernel is `[K, PER, OUT]`; the kernel of a
/// `DepthwiseConv1D`, `[K, IN, multiplier]`, is read as well.
///
/// # Example
/// The mean of the current step and the one two steps ago:
/// ```
/// use constnet::{layers::Conv1dState, prelude::*};
///
/// let echo = Conv1d::<1, 1, 2, 2>::new([[[0.5, 0.5]]], [0.0]);
/// let x = [[2.0], [4.0], [6.0], [8.0]].map(SVector::from);
/// assert_eq!(echo.forward(&x), [[1.0], [2.0], [4.0], [6.0]].map(SVector::from));
///
/// // The same, step by step.
/// let mut state = Conv1dState::rest();
/// assert_eq!(x.map(|x| echo.step(&mut state, &x)), echo.forward(&x));
/// ```
#[doc(alias = "causal convolution")]
#[doc(alias = "TCN")]
#[derive(Clone, PartialEq)]
pub struct Conv1d<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize = 1,
    const PER: usize = IN,
    T = f32,
> {
    /// W: for each tap, the oldest first, the column of each input.
    pub weight: [[[T; OUT]; PER]; K],
    /// b, one number per output.
    pub bias: SVector<T, OUT>,
}

/// What a [`Conv1d`] remembers: the last K·DILATION inputs, in a ring.
///
/// There is a column for each of B streams. Two states that have seen the same steps are equal; two that would give
/// the same outputs need not be, because their rings may be rotated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conv1dState<
    const IN: usize,
    const K: usize,
    const DILATION: usize = 1,
    const B: usize = 1,
    T = f32,
> {
    /// K rows of DILATION places: more than the (K − 1)·DILATION + 1 that are looked at, which is a number that a
    /// type cannot state.
    ring: [[[[T; IN]; B]; DILATION]; K],
    /// Where the next input goes, a whole number of places from the start. Anything else that a file has there also
    /// stands for some place.
    place: SVector<T, 1>,
}

/// The ring as it lies in memory.
const RING: Axes = Axes::memory("tap place stream in");

parameters! {
    [const IN: usize, const K: usize, const DILATION: usize, const B: usize, W: Weight]
    Conv1dState<IN, K, DILATION, B, W> as W => () {
        ring: tensor(RING),
        place: vector,
    }
}

impl<const IN: usize, const K: usize, const DILATION: usize, const B: usize, T: Scalar>
    Conv1dState<IN, K, DILATION, B, T>
{
    /// The row and the place in it where the next input goes.
    #[inline(always)]
    fn next(&self) -> (usize, usize) {
        // NaN, and what is too large or below 0, also convert to some whole number.
        let place = self.place.data.0[0][0].to_f64() as u32 as usize;
        let dilation = const { if DILATION == 0 { 1 } else { DILATION } };
        let last = const { K.saturating_mul(DILATION).saturating_sub(1) };
        let place = if place < last { place } else { last };
        (place / dilation, place % dilation)
    }

    /// Puts an input where the oldest was, and returns its row and place.
    #[inline(always)]
    fn push(&mut self, x: &SMatrix<T, IN, B>) -> (usize, usize) {
        let (row, place) = self.next();
        if let Some(slot) = self.ring.get_mut(row).and_then(|row| row.get_mut(place)) {
            *slot = x.data.0;
        }
        let next = row * DILATION + place + 1;
        let next = if next < const { K.saturating_mul(DILATION) } { next } else { 0 };
        self.place.data.0[0][0] = T::from_usize(next);
        (row, place)
    }

    /// The input `back` steps before the one that comes next.
    #[inline(always)]
    fn before(&self, back: usize) -> Option<&[[T; IN]; B]> {
        let (row, place) = self.next();
        let all = const { K.saturating_mul(DILATION) };
        let at = (row * DILATION + place + all).checked_sub(back)?;
        let at = if at < all { at } else { at - all };
        self.ring.as_flattened().get(at)
    }
}

impl<const IN: usize, const K: usize, const DILATION: usize, const B: usize, T: Scalar> Streams
    for Conv1dState<IN, K, DILATION, B, T>
{
    /// The rings may be rotated, so places are counted back from the input that comes next.
    fn set_stream(&mut self, b: usize, other: &Self) {
        let all = const { K.saturating_mul(DILATION) };
        let (row, place) = self.next();
        let next = row * DILATION + place;
        for back in 1..=all {
            let at = if back <= next { next - back } else { next + all - back };
            let from = other.before(back).and_then(|place| place.get(b));
            let to = self.ring.as_flattened_mut().get_mut(at).and_then(|place| place.get_mut(b));
            if let (Some(to), Some(from)) = (to, from) {
                *to = *from;
            }
        }
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    N: Weight,
> Conv1d<IN, OUT, K, DILATION, PER, N>
{
    /// A layer from its weights, as PyTorch lists them (for each output, for each of its inputs, K taps, the oldest
    /// first), and its bias; also in a `static`.
    pub const fn new(weight: [[[N; K]; PER]; OUT], bias: [N; OUT]) -> Self {
        Self {
            weight: shared::taps(&weight, bias),
            bias: SMatrix::from_array_storage(ArrayStorage([bias])),
        }
    }

    /// What is wrong with the numbers of its type.
    const WRONG: Option<Misfit> = if K == 0 {
        Some(Misfit::new("Conv1d: a kernel of 0, and the least is 1"))
    } else if DILATION == 0 {
        Some(Misfit::new("Conv1d: a dilation of 0, and the least is 1"))
    } else {
        shared::groups("Conv1d", PER, IN, OUT)
    };
}

#[diagnostic::do_not_recommend]
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
    const B: usize,
> Stream<SMatrix<T, IN, B>> for Conv1d<IN, OUT, K, DILATION, PER, T>
{
    type State = Conv1dState<IN, K, DILATION, B, T>;
    type Output = SMatrix<T, OUT, B>;

    #[inline]
    fn step(&self, state: &mut Self::State, x: &SMatrix<T, IN, B>) -> SMatrix<T, OUT, B> {
        self.step_in(Instructions::UNKNOWN, state, x)
    }

    #[inline(always)]
    fn step_in(
        &self,
        instructions: Instructions,
        state: &mut Self::State,
        x: &SMatrix<T, IN, B>,
    ) -> SMatrix<T, OUT, B> {
        const { fits(Self::WRONG) };
        let (row, place) = state.push(x);
        // The oldest is in the row after this one. The last tap is x itself, which need not be read back.
        let mut at = row;
        let mut taps = [&x.data.0; K];
        for tap in taps.iter_mut().take(const { K.saturating_sub(1) }) {
            at = if at + 1 < K { at + 1 } else { 0 };
            if let Some(x) = state.ring.get(at).and_then(|row| row.get(place)) {
                *tap = x;
            }
        }
        let bias = &self.bias.data.0[0];
        kernels::convolution_step(instructions, &self.weight, bias, taps)
    }
}

#[diagnostic::do_not_recommend]
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
    const B: usize,
    const L: usize,
> Stream<[SMatrix<T, IN, B>; L]> for Conv1d<IN, OUT, K, DILATION, PER, T>
{
    type State = Conv1dState<IN, K, DILATION, B, T>;
    type Output = [SMatrix<T, OUT, B>; L];

    /// Outputs that look back beyond the block are computed step by step, the others together.
    #[inline]
    fn step(&self, state: &mut Self::State, x: &[SMatrix<T, IN, B>; L]) -> Self::Output {
        let mut y = self.forward(x);
        let back = const { K.saturating_sub(1).saturating_mul(DILATION) };
        for (t, (y, x)) in y.iter_mut().zip(x).enumerate() {
            if t < back {
                *y = self.step(state, x);
            } else {
                state.push(x);
            }
        }
        y
    }
}

#[diagnostic::do_not_recommend]
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
    const B: usize,
    const L: usize,
> Forward<[SMatrix<T, IN, B>; L]> for Conv1d<IN, OUT, K, DILATION, PER, T>
{
    type Output = [SMatrix<T, OUT, B>; L];

    #[inline]
    fn forward(&self, x: &[SMatrix<T, IN, B>; L]) -> [SMatrix<T, OUT, B>; L] {
        self.forward_in(Instructions::UNKNOWN, x)
    }

    #[inline(always)]
    fn forward_in(
        &self,
        instructions: Instructions,
        x: &[SMatrix<T, IN, B>; L],
    ) -> [SMatrix<T, OUT, B>; L] {
        const { fits(Self::WRONG) };
        let (weight, x) = (from_ref(&self.weight), from_ref(x));
        let bias = &self.bias.data.0[0];
        let [y] =
            kernels::convolution::<Causal<K, DILATION, L>, T, IN, OUT, PER, 1, K, 1, L, 1, L, B>(
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
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
    const B: usize,
    const L: usize,
> Backward<[SMatrix<T, IN, B>; L]> for Conv1d<IN, OUT, K, DILATION, PER, T>
{
    /// What was before the sequence.
    type Cache = Conv1dState<IN, K, DILATION, B, T>;

    const MISFIT: Option<Misfit> = Self::WRONG;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &[SMatrix<T, IN, B>; L],
        _: &mut R,
    ) -> (Self::Output, Self::Cache) {
        (self.forward(x), State::rest())
    }

    #[inline]
    fn backward_input(
        &self,
        _: &[SMatrix<T, IN, B>; L],
        _: &Self::Output,
        _: &Self::Cache,
        dy: &Self::Output,
    ) -> [SMatrix<T, IN, B>; L] {
        const { fits(Self::WRONG) };
        let (weight, dy) = (from_ref(&self.weight), from_ref(dy));
        let [dx] = kernels::convolution_input::<
            Causal<K, DILATION, L>,
            T,
            IN,
            OUT,
            PER,
            1,
            K,
            1,
            L,
            1,
            L,
            B,
        >(weight, dy);
        dx
    }

    #[inline]
    fn backward_parameters(
        &self,
        x: &[SMatrix<T, IN, B>; L],
        _: &Self::Output,
        before: &Self::Cache,
        dy: &Self::Output,
        gradient: &mut Self,
    ) {
        const { fits(Self::WRONG) };
        let Self { weight, bias } = gradient;
        for (k, weight) in weight.iter_mut().enumerate() {
            // At the first steps this tap looks at what came before them.
            let back = const { K.saturating_sub(1) }.saturating_sub(k).saturating_mul(DILATION);
            for (t, dy) in dy.iter().enumerate().take(back) {
                if let Some(x) = before.before(back - t) {
                    kernels::convolution_tap(x, &dy.data.0, weight);
                }
            }
        }
        kernels::convolution_parameters::<
            Causal<K, DILATION, L>,
            T,
            IN,
            OUT,
            PER,
            1,
            K,
            1,
            L,
            1,
            L,
            B,
        >(from_ref(x), from_ref(dy), from_mut(weight), &mut bias.data.0[0]);
    }
}

#[diagnostic::do_not_recommend]
impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
    const B: usize,
    const L: usize,
> StreamTrain<[SMatrix<T, IN, B>; L]> for Conv1d<IN, OUT, K, DILATION, PER, T>
{
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut Self::State,
        x: &[SMatrix<T, IN, B>; L],
        _: &mut R,
    ) -> (<Self as Forward<[SMatrix<T, IN, B>; L]>>::Output, Self::Cache) {
        let before = *state;
        (self.step(state, x), before)
    }
}

parameters! {
    [const IN: usize, const OUT: usize, const K: usize, const DILATION: usize, const PER: usize, N: Weight]
    Conv1d<IN, OUT, K, DILATION, PER, N> as N {
        weight: tensor(OVER_TIME.keras_depthwise(PER, IN)),
        bias: vector,
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    T: Scalar,
> Init for Conv1d<IN, OUT, K, DILATION, PER, T>
{
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        let Self { weight, bias } = self;
        let weight = weight.as_flattened_mut().as_flattened_mut();
        shared::reset(weight, bias.as_mut_slice(), [K * PER, K * OUT], initializer, rng);
    }
}

impl<
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const DILATION: usize,
    const PER: usize,
    N: Weight,
> fmt::Debug for Conv1d<IN, OUT, K, DILATION, PER, N>
{
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_by_hand() {
        // y = (4·2 + 1, 3·2 + 4·5 + 1) = (9, 27); with dy = (0, 10): dW = (20, 50), db = 10, dx = (30, 40).
        let layer = Conv1d::<1, 1, 2>::new([[[3.0, 4.0]]], [1.0]);
        let x = [SVector::from([2.0]), SVector::from([5.0])];
        let (y, cache) = layer.forward_train(&x, &mut crate::random::generator(1));
        assert_eq!(y.map(|y| y[0]), [9.0, 27.0]);
        let dy = [SVector::from([0.0]), SVector::from([10.0])];
        let mut gradient = Conv1d::new([[[0.0; 2]]], [0.0]);
        let dx = layer.backward(&x, &y, &cache, &dy, &mut gradient);
        assert_eq!(gradient.weight, [[[20.0]], [[50.0]]]);
        assert_eq!((gradient.bias[0], dx[0][0], dx[1][0]), (10.0, 30.0, 40.0));
    }

    /// A file may have anything where a place belongs.
    #[test]
    fn a_place_is_some_place() {
        let layer = Conv1d::<1, 1, 3, 2>::new([[[1.0, 2.0, 3.0]]], [0.0]);
        for place in [f32::NAN, -1.0, 6.0, 1e30, f32::INFINITY, f32::NEG_INFINITY, 0.5] {
            let mut state = Conv1dState::rest();
            state.place = SVector::from([place]);
            let y = [1.0, 2.0, 3.0].map(|x| layer.step(&mut state, &SVector::from([x]))[0]);
            assert_eq!(y, [3.0, 6.0, 11.0]);
        }
    }
}
