//! The gated recurrent unit.
//!
//! ```text
//! r = σ(Wᵣ·x + bᵣ + Uᵣ·h + b′ᵣ)        u = σ(Wᵤ·x + bᵤ + Uᵤ·h + b′ᵤ)        reset and update gate
//! n = tanh(Wₙ·x + bₙ + r∘(Uₙ·h + b′ₙ))      reset after the product: ResetAfter
//! n = tanh(Wₙ·x + bₙ + Uₙ·(r∘h) + b′ₙ)      reset before it: ResetBefore
//! h′ = n + u∘(h − n)                        y = h′
//!
//! dn = (1 − u)∘dh′     du = (h − n)∘dh′     dzₙ = tanh′∘dn     dzᵤ = σ′∘du     backwards in time
//! dzᵣ = σ′∘dzₙ∘(Uₙ·h + b′ₙ)      dh = u∘dh′ + Uᵀ·(dzᵣ, dzᵤ, r∘dzₙ)             ResetAfter
//! dzᵣ = σ′∘h∘s   s = Uₙᵀ·dzₙ     dh = u∘dh′ + r∘s + Uᵀ·(dzᵣ, dzᵤ)              ResetBefore
//! dx = Wᵀ·dz      dW = Σ dz·xᵀ    db = Σ dz        over the steps and the columns; U and b′ alike
//! of each of r, u and n:  W: H × IN,  U: H × H,  b, b′: H;    x: IN,  h, y: H
//! ```
//!
//! A unit moves from what it showed last, h, towards a candidate n, as far as its update gate lets it; the reset gate
//! says how much of the past the candidate sees. Two gates where an [`Lstm`](super::Lstm) has three, and no second
//! state: three quarters of its numbers and of its time, with much the same results. Cost: 3·H·(IN + H)
//! multiplications, 3·H functions a step.
//!
//! The slopes of the gates are exact in both tails, whatever the sums; with [`FastSigmoid`](crate::FastSigmoid) they
//! are that function's.
//!
//! Sources: Cho et al. (2014), arXiv:1406.1078, section 2.3, resets before the product; Appleyard, Kociský, Blunsom
//! (2016), arXiv:1604.01946, section 2.2, after it.

use super::{
    Functions,
    cell::{self, cell, columns, reset_biases, reset_weights},
};
use crate::{
    Backward, Columns, Elementwise, Forward, Init, Initializer, Parameters, Scalar, Sigmoid, State,
    Stream, StreamTrain, Tanh, Weight, by_propagate,
    kernels::{
        Instructions,
        gates::{self, Cell, Kept, Pass, Recurrence},
    },
    parameters,
    parameters::{Axes, Layout},
    pass::{Dx, Sink},
    stream::Hidden,
};
use core::{fmt, marker::PhantomData};
use nalgebra::SMatrix;
use rand::Rng;

/// Where a [`Gru`] resets: [`ResetAfter`] or [`ResetBefore`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no form of a `Gru`",
    label = "expected `ResetAfter` or `ResetBefore`"
)]
pub trait Reset: Parameters + Sealed {
    /// The kernel.
    #[doc(hidden)]
    #[allow(private_bounds, reason = "the trait is sealed, and nobody else names a kernel")]
    type Of<S: Elementwise + Default, C: Elementwise + Default>: Recurrence<3, 0, 1>;
}

#[doc(hidden)]
pub trait Sealed {}

/// After the product, r∘(Uₙ·h + b′ₙ): what PyTorch, cuDNN and Keras do today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResetAfter;

/// Before the product, Uₙ·(r∘h): as it was published, and as RNNoise, ONNX (`linear_before_reset=0`) and Keras with
/// `reset_after=False` do it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResetBefore;

parameters! { [] ResetAfter {} }
parameters! { [] ResetBefore {} }

impl Sealed for ResetAfter {}
impl Sealed for ResetBefore {}

impl Reset for ResetAfter {
    type Of<S: Elementwise + Default, C: Elementwise + Default> = gates::ResetAfter<S, C>;
}

impl Reset for ResetBefore {
    type Of<S: Elementwise + Default, C: Elementwise + Default> = gates::ResetBefore<S, C>;
}

/// A gated recurrent unit of H units.
///
/// [Formula, gradient and source](self)
///
/// F is the pair of [`Functions`] of its gates and its candidate, by default `(Sigmoid, Tanh)`; R says where it
/// resets, by default after the product ([`ResetAfter`]).
///
/// # Shapes
/// A sequence `[SMatrix<T, IN, B>; L]` → `[SMatrix<T, H, B>; L]` from rest; as a
/// [stream](crate::stream), also a step `SMatrix<T, IN, B>` → `SMatrix<T, H, B>`. State:
/// [`Hidden<H, B, T>`](crate::stream::Hidden).
///
/// With the feature `half`, T may be `half::f16` or `half::bf16`: weights of half the size, for inference on `f32`s;
/// the sums are those of the `f32`s that they stand for.
///
/// NaN in a sample makes h of its column NaN, and so it stays until the state is set. A state below 2⁻¹⁰⁰
/// [becomes 0](super#silence).
///
/// PyTorch: `nn.GRU(IN, H)`, its gates in the same order r, z, n, where z is our u. Keras:
/// `GRU(H, return_sequences=True)`, in the order z, r, h; its single bias tensor has b and b′ as rows.
///
/// # Example
/// ```
/// use constnet::{layers::{Gru, ResetBefore}, prelude::*};
///
/// // No weights, no biases: u = ½ and n = 0, so that half of the state is left.
/// let fading = Gru::new([[[0.0]]; 3], [[[0.0]]; 3], [[0.0]; 3], [[0.0]; 3]);
/// let mut state = constnet::stream::Hidden::new([[1.0_f32]]);
/// assert_eq!(fading.step(&mut state, &SVector::from([3.0]))[0], 0.5);
/// assert_eq!(fading.step(&mut state, &SVector::from([3.0]))[0], 0.25);
/// // The other form differs where h is reset: here it has the same numbers.
/// let before = fading.reset::<ResetBefore>();
/// assert_eq!(before.step(&mut state, &SVector::from([3.0]))[0], 0.125);
/// ```
#[doc(alias = "gated recurrent unit")]
#[derive(Clone, PartialEq)]
pub struct Gru<const IN: usize, const H: usize, T = f32, F = (Sigmoid, Tanh), R = ResetAfter> {
    /// W: for each input, the weights to the units of r, u and n.
    pub weight_ih_l0: [[[T; H]; 3]; IN],
    /// U: the same for each unit's h.
    pub weight_hh_l0: [[[T; H]; 3]; H],
    /// b, of W·x.
    pub bias_ih_l0: [[T; H]; 3],
    /// b′, of U·h.
    pub bias_hh_l0: [[T; H]; 3],
    functions: PhantomData<F>,
    reset: PhantomData<R>,
}

/// The gates of a matrix, in files.
const GATES: Axes = cell::GATES.blocks(Layout::Keras, "gate", &[1, 0, 2]);

/// The gates of the biases, which are one tensor in Keras.
const BIASES: Axes = cell::BIASES.blocks(Layout::Keras, "gate", &[1, 0, 2]);

parameters! {
    [const IN: usize, const H: usize, W: Weight, F: Functions, R: Reset] Gru<IN, H, W, F, R> as W {
        weight_ih_l0: tensor(GATES),
        weight_hh_l0: tensor(GATES),
        bias_ih_l0: tensor(BIASES.keras_row(0, 2)),
        bias_hh_l0: tensor(BIASES.keras_row(1, 2)),
        functions: function,
        reset: function,
    }
}

impl<const IN: usize, const H: usize, W: Weight> Gru<IN, H, W> {
    /// A layer from the weights of r, u and n, a row for each unit, and their biases; also in a `static`.
    pub const fn new(
        weight_ih: [[[W; IN]; H]; 3],
        weight_hh: [[[W; H]; H]; 3],
        bias_ih: [[W; H]; 3],
        bias_hh: [[W; H]; 3],
    ) -> Self {
        Self {
            weight_ih_l0: columns(&weight_ih, bias_ih),
            weight_hh_l0: columns(&weight_hh, bias_hh),
            bias_ih_l0: bias_ih,
            bias_hh_l0: bias_hh,
            functions: PhantomData,
            reset: PhantomData,
        }
    }
}

impl<const IN: usize, const H: usize, W, F, R> Gru<IN, H, W, F, R> {
    /// The same numbers with other [`Functions`].
    pub fn functions<G: Functions>(self) -> Gru<IN, H, W, G, R> {
        self.of()
    }

    /// The same numbers in another form.
    pub fn reset<S: Reset>(self) -> Gru<IN, H, W, F, S> {
        self.of()
    }

    fn of<G, S>(self) -> Gru<IN, H, W, G, S> {
        let Self { weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, .. } = self;
        Gru {
            weight_ih_l0,
            weight_hh_l0,
            bias_ih_l0,
            bias_hh_l0,
            functions: PhantomData,
            reset: PhantomData,
        }
    }
}

cell! {
    [F: Functions, R: Reset] Gru<IN, H, T, F, R>: gates 3, memory 0, kept 1,
    by R::Of<F::Gate, F::Candidate>, state Hidden { h }, bias bias_hh_l0
}

/// Weights and biases are drawn as if every weight had H inputs and H outputs: with [`FanIn`](crate::init::FanIn)
/// from U(±1/√H), as in PyTorch.
impl<const IN: usize, const H: usize, T: Scalar, F: Functions, R: Reset> Init
    for Gru<IN, H, T, F, R>
{
    fn reset<I: Initializer, Random: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut Random) {
        let (input, hidden) =
            (self.weight_ih_l0.as_flattened_mut(), self.weight_hh_l0.as_flattened_mut());
        reset_weights(H, input.as_flattened_mut(), initializer, rng);
        reset_weights(H, hidden.as_flattened_mut(), initializer, rng);
        reset_biases(H, self.bias_ih_l0.as_flattened_mut(), initializer, rng);
        reset_biases(H, self.bias_hh_l0.as_flattened_mut(), initializer, rng);
    }
}

impl<const IN: usize, const H: usize, W: Weight, F: Functions, R: Reset> fmt::Debug
    for Gru<IN, H, W, F, R>
{
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HardSigmoid, Identity};

    #[test]
    fn a_step_by_hand_in_both_forms() {
        // r = u = ½, and a candidate that is the sum itself: 2·x + r∘(3·h + 1), or 2·x + 3·(r∘h) + 1.
        let (mut w, mut u, mut b) = ([[[0.0]]; 3], [[[0.0]]; 3], [[0.0]; 3]);
        (w[2], u[2], b[2]) = ([[2.0]], [[3.0]], [1.0]);
        let after =
            Gru::<1, 1, f64>::new(w, u, [[0.0]; 3], b).functions::<(HardSigmoid, Identity)>();
        let before = after.clone().reset::<ResetBefore>();
        let (mut h, mut also_h) = (Hidden::new([[4.0]]), Hidden::new([[4.0]]));
        let x = SMatrix::<f64, 1, 1>::new(1.0);
        // n = 2 + ½·13 = 8.5, and h′ = 8.5 + ½·(4 − 8.5); n = 2 + 6 + 1 = 9, and h′ = 9 + ½·(4 − 9).
        assert_eq!(after.step(&mut h, &x)[0], 6.25);
        assert_eq!(before.step(&mut also_h, &x)[0], 6.5);
    }
}
