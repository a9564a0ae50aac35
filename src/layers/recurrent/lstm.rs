//! The long short-term memory.
//!
//! ```text
//! i = σ(Wᵢ·x + Uᵢ·h + bᵢ)      f = σ(W_f·x + U_f·h + b_f)      input and forget gate
//! g = tanh(W_g·x + U_g·h + b_g)      o = σ(Wₒ·x + Uₒ·h + bₒ)      candidate, output gate
//! c′ = f∘c + i∘g               h′ = o∘tanh(c′)                y = h′
//!
//! dc = dc′∘… backwards in time:
//! dc′ ← dc′ + dh′∘o∘tanh′(c′)          dzᵢ = σ′∘dc′∘g      dz_f = σ′∘dc′∘c
//! dz_g = tanh′∘dc′∘i                   dzₒ = σ′∘dh′∘tanh(c′)
//! dc = dc′∘f      dh = Uᵀ·dz           dx = Wᵀ·dz
//! dW = Σ dz·xᵀ    dU = Σ dz·hᵀ         db = Σ dz           over the steps and the columns
//! of each of i, f, g and o:  W: H × IN,  U: H × H,  b: H;    x: IN,  c, h, y: H
//! ```
//!
//! A unit remembers a number c. How much it adds to c, keeps of c and shows of c is said by gates between 0 and 1,
//! which depend on the input and on what all units showed last. Because c is added to, and never multiplied by a
//! matrix, a gradient reaches far back: it fades by the factor f alone. Cost: 4·H·(IN + H) multiplications, 5·H
//! functions a step.
//!
//! The slopes of the gates are exact in both tails, whatever the sums; with [`FastSigmoid`](crate::FastSigmoid) they
//! are that function's.
//!
//! Sources: Hochreiter, Schmidhuber (1997), *Long short-term memory*, Neural Computation 9(8); the forget gate:
//! Gers, Schmidhuber, Cummins (2000), *Learning to forget*, Neural Computation 12(10). Without peepholes, a projection of
//! h, or bounds on c.

use super::{
    Functions,
    cell::{BIASES, GATES, cell, columns, reset_biases, reset_weights},
};
use crate::{
    Backward, Columns, Forward, Init, Initializer, Scalar, Sigmoid, State, Stream, StreamTrain,
    Tanh, Weight, by_propagate,
    kernels::{
        Instructions,
        gates::{self, Cell, Kept, LongShortTerm, Pass},
    },
    parameters,
    pass::{Dx, Sink},
    stream::Streams,
};
use core::{fmt, marker::PhantomData};
use nalgebra::{ArrayStorage, SMatrix};
use rand::Rng;

/// A long short-term memory of H units.
///
/// [Formula, gradient and source](self)
///
/// F is the pair of [`Functions`] of its gates and its candidate, by default `(Sigmoid, Tanh)`.
///
/// # Shapes
/// A sequence `[SMatrix<T, IN, B>; L]` → `[SMatrix<T, H, B>; L]` from rest; as a
/// [stream](crate::stream), also a step `SMatrix<T, IN, B>` → `SMatrix<T, H, B>`. State:
/// [`LstmState<H, B, T>`](LstmState).
///
/// With the feature `half`, T may be `half::f16` or `half::bf16`: weights of half the size, for inference on `f32`s;
/// the sums are those of the `f32`s that they stand for.
///
/// NaN in a sample makes h and c of its column NaN, and so they stay until the state is set. A state below 2⁻¹⁰⁰
/// [becomes 0](super#silence).
///
/// PyTorch: `nn.LSTM(IN, H)`, its gates in the same order i, f, g, o; our one bias is the sum of its two. Keras:
/// `LSTM(H, return_sequences=True)`, in the same order i, f, c, o.
///
/// # Example
/// A unit that counts: all gates are open, and the candidate is x.
/// ```
/// use constnet::{layers::LstmState, prelude::*};
///
/// let counter = Lstm::new([[[0.0]], [[0.0]], [[1.0]], [[0.0]]], [[[0.0]]; 4], [[9.0], [9.0], [0.0], [9.0]])
///     .functions::<(Sigmoid, Identity)>();
/// let mut state: LstmState<1> = State::rest();
/// for _ in 0..3 {
///     counter.step(&mut state, &SVector::from([1.0]));
/// }
/// assert!((state.c[0] - 3.0).abs() < 1e-2);
/// assert_eq!(counter.forward(&[SVector::from([1.0]); 3])[2], state.h);
/// ```
#[doc(alias = "long short-term memory")]
#[derive(Clone, PartialEq)]
pub struct Lstm<const IN: usize, const H: usize, T = f32, F = (Sigmoid, Tanh)> {
    /// W: for each input, the weights to the units of the gates i, f, g and o.
    pub weight_ih_l0: [[[T; H]; 4]; IN],
    /// U: the same for each unit's h.
    pub weight_hh_l0: [[[T; H]; 4]; H],
    /// b, of each gate and unit.
    pub bias_ih_l0: [[T; H]; 4],
    functions: PhantomData<F>,
}

parameters! {
    [const IN: usize, const H: usize, W: Weight, F: Functions] Lstm<IN, H, W, F> as W {
        weight_ih_l0: tensor(GATES),
        weight_hh_l0: tensor(GATES),
        bias_ih_l0: tensor(BIASES.torch_sum_with("bias_hh_l0")),
        functions: function,
    }
}

/// What an [`Lstm`] remembers: h, its last output, and c.
///
/// There is a column for each of B streams.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LstmState<const H: usize, const B: usize = 1, T = f32> {
    /// What was shown last.
    pub h: SMatrix<T, H, B>,
    /// What is remembered.
    pub c: SMatrix<T, H, B>,
}

impl<const H: usize, const B: usize, T> LstmState<H, B, T> {
    /// A state from the numbers of each stream; also in a `const`.
    pub const fn new(h: [[T; H]; B], c: [[T; H]; B]) -> Self {
        Self {
            h: SMatrix::from_array_storage(ArrayStorage(h)),
            c: SMatrix::from_array_storage(ArrayStorage(c)),
        }
    }
}

parameters! {
    [const H: usize, const B: usize, W: Weight] LstmState<H, B, W> as W => () {
        h: matrix,
        c: matrix,
    }
}

impl<const H: usize, const B: usize, W: Weight> Streams for LstmState<H, B, W> {
    #[inline]
    fn set_stream(&mut self, b: usize, other: &Self) {
        for (to, from) in [(&mut self.h, &other.h), (&mut self.c, &other.c)] {
            if let (Some(to), Some(from)) = (to.data.0.get_mut(b), from.data.0.get(b)) {
                *to = *from;
            }
        }
    }
}

impl<const IN: usize, const H: usize, W: Weight> Lstm<IN, H, W> {
    /// A layer from the weights of the gates i, f, g and o, a row for each unit, and their biases; also in a
    /// `static`.
    pub const fn new(
        weight_ih: [[[W; IN]; H]; 4],
        weight_hh: [[[W; H]; H]; 4],
        bias: [[W; H]; 4],
    ) -> Self {
        Self {
            weight_ih_l0: columns(&weight_ih, bias),
            weight_hh_l0: columns(&weight_hh, bias),
            bias_ih_l0: bias,
            functions: PhantomData,
        }
    }
}

impl<const IN: usize, const H: usize, W, F> Lstm<IN, H, W, F> {
    /// The same numbers with other [`Functions`].
    pub fn functions<G: Functions>(self) -> Lstm<IN, H, W, G> {
        let Self { weight_ih_l0, weight_hh_l0, bias_ih_l0, functions: _ } = self;
        Lstm { weight_ih_l0, weight_hh_l0, bias_ih_l0, functions: PhantomData }
    }
}

cell! {
    [F: Functions] Lstm<IN, H, T, F>: gates 4, memory 1, kept 2,
    by LongShortTerm<F::Gate, F::Candidate>, state LstmState { h, c }
}

/// Weights and biases are drawn as if every weight had H inputs and H outputs: with [`FanIn`](crate::init::FanIn)
/// from U(±1/√H), as in PyTorch. What a network remembers at first grows with the bias of the forget gates,
/// `bias_ih_l0[1]`, which some set to 1.
impl<const IN: usize, const H: usize, T: Scalar, F: Functions> Init for Lstm<IN, H, T, F> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        let Self { weight_ih_l0, weight_hh_l0, bias_ih_l0, functions: _ } = self;
        let (input, hidden) = (weight_ih_l0.as_flattened_mut(), weight_hh_l0.as_flattened_mut());
        reset_weights(H, input.as_flattened_mut(), initializer, rng);
        reset_weights(H, hidden.as_flattened_mut(), initializer, rng);
        reset_biases(H, bias_ih_l0.as_flattened_mut(), initializer, rng);
    }
}

impl<const IN: usize, const H: usize, W: Weight, F: Functions> fmt::Debug for Lstm<IN, H, W, F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Identity;

    #[test]
    fn two_steps_by_hand() {
        // Gates of σ(0) = ½ and a candidate x: c = ½·4 = 2 and h = 1; then c = 1 + ½·2 = 2 and h = 1.
        let cell =
            Lstm::<1, 1, f64>::new([[[0.0]], [[0.0]], [[1.0]], [[0.0]]], [[[0.0]]; 4], [[0.0]; 4])
                .functions::<(Sigmoid, Identity)>();
        let x = [[4.0], [2.0]].map(SMatrix::<f64, 1, 1>::from);
        let (y, cache) = cell.forward_train(&x, &mut crate::random::generator(1));
        assert_eq!(y.map(|y| y[0]), [1.0, 1.0]);
        // dy = (0, 8): dc = 4 in the second step and 2 in the first; dx = dc·½.
        let dy = [[0.0], [8.0]].map(SMatrix::<f64, 1, 1>::from);
        let dx = cell.backward_input(&x, &y, &cache, &dy);
        assert_eq!(dx.map(|dx| dx[0]), [1.0, 2.0]);
    }
}
