//! The simple recurrent layer.
//!
//! ```text
//! z = W·x + b + U·h      h′ = tanh(z)      y = h′
//! dz = tanh′∘dh′         dh = Uᵀ·dz        dx = Wᵀ·dz        backwards in time
//! dW = Σ dz·xᵀ           dU = Σ dz·hᵀ      db = Σ dz         over the steps and the columns
//! W: H × IN,  U: H × H,  b: H;    x: IN,  h, y: H
//! ```
//!
//! A dense layer that sees its own last output. A gradient that goes back k steps is multiplied by Uᵀ and a slope k
//! times, so that it fades or grows like a power: [`Lstm`](super::Lstm) and [`Gru`](super::Gru) were made for that.
//! For short memories it is the least there is. Cost: H·(IN + H) multiplications, H functions a step.
//!
//! Source: Elman (1990), *Finding structure in time*, Cognitive Science 14(2), section 3.

use super::cell::{BIASES, GATES, cell, columns, reset_biases, reset_weights};
use crate::{
    Backward, Columns, Elementwise, Forward, Init, Initializer, Parameters, Scalar, State, Stream,
    StreamTrain, Tanh, Weight, by_propagate,
    kernels::{
        Instructions,
        gates::{self, Cell, Kept, Pass, Simple},
    },
    parameters,
    pass::{Dx, Sink},
    stream::Hidden,
};
use core::{fmt, marker::PhantomData};
use nalgebra::SMatrix;
use rand::Rng;

/// A simple recurrent layer of H units.
///
/// [Formula, gradient and source](self)
///
/// F is its function, an [`Elementwise`] layer, by default [`Tanh`].
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
/// PyTorch: `nn.RNN(IN, H)`, with `Rnn<IN, H, f32, Relu>` for `nonlinearity="relu"`; our one bias is the sum of its
/// two. Keras: `SimpleRNN(H, return_sequences=True)`.
///
/// # Example
/// ```
/// use constnet::{layers::Rnn, prelude::*};
///
/// // Half of what was, and the input: h′ = ½·h + x.
/// let leak = Rnn::new([[1.0]], [[0.5]], [0.0]).function::<Identity>();
/// let y = leak.forward(&[SVector::from([1.0_f32]); 3]);
/// assert_eq!(y.map(|y| y[0]), [1.0, 1.5, 1.75]);
/// ```
#[doc(alias = "SimpleRNN")]
#[doc(alias = "Elman network")]
#[derive(Clone, PartialEq)]
pub struct Rnn<const IN: usize, const H: usize, T = f32, F = Tanh> {
    /// W: for each input, the weights to the units.
    pub weight_ih_l0: [[[T; H]; 1]; IN],
    /// U: the same for each unit's h.
    pub weight_hh_l0: [[[T; H]; 1]; H],
    /// b
    pub bias_ih_l0: [[T; H]; 1],
    function: PhantomData<F>,
}

parameters! {
    [const IN: usize, const H: usize, W: Weight, F: Parameters] Rnn<IN, H, W, F> as W {
        weight_ih_l0: tensor(GATES),
        weight_hh_l0: tensor(GATES),
        bias_ih_l0: tensor(BIASES.torch_sum_with("bias_hh_l0")),
        function: function,
    }
}

impl<const IN: usize, const H: usize, W: Weight> Rnn<IN, H, W> {
    /// A layer from its weights, a row for each unit, and its bias; also in a `static`.
    pub const fn new(weight_ih: [[W; IN]; H], weight_hh: [[W; H]; H], bias: [W; H]) -> Self {
        Self {
            weight_ih_l0: columns(&[weight_ih], [bias]),
            weight_hh_l0: columns(&[weight_hh], [bias]),
            bias_ih_l0: [bias],
            function: PhantomData,
        }
    }
}

impl<const IN: usize, const H: usize, W, F> Rnn<IN, H, W, F> {
    /// The same numbers with another function.
    pub fn function<G: Elementwise + Default + Parameters>(self) -> Rnn<IN, H, W, G> {
        let Self { weight_ih_l0, weight_hh_l0, bias_ih_l0, function: _ } = self;
        Rnn { weight_ih_l0, weight_hh_l0, bias_ih_l0, function: PhantomData }
    }
}

cell! {
    [F: Elementwise + Default + Parameters] Rnn<IN, H, T, F>: gates 1, memory 0, kept 0,
    by Simple<F>, state Hidden { h }
}

/// Weights and biases are drawn as if every weight had H inputs and H outputs: with [`FanIn`](crate::init::FanIn)
/// from U(±1/√H), as in PyTorch.
impl<const IN: usize, const H: usize, T: Scalar, F: Parameters> Init for Rnn<IN, H, T, F> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        let (input, hidden) =
            (self.weight_ih_l0.as_flattened_mut(), self.weight_hh_l0.as_flattened_mut());
        reset_weights(H, input.as_flattened_mut(), initializer, rng);
        reset_weights(H, hidden.as_flattened_mut(), initializer, rng);
        reset_biases(H, self.bias_ih_l0.as_flattened_mut(), initializer, rng);
    }
}

impl<const IN: usize, const H: usize, W: Weight, F: Parameters> fmt::Debug for Rnn<IN, H, W, F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Relu;

    #[test]
    fn two_steps_by_hand() {
        // h = relu(2·1) = 2, then relu(2·3 − 2) = 4. dy = (0, 1): dx = 2 in the second step, and −1·2 in the first.
        let cell = Rnn::<1, 1, f64>::new([[2.0]], [[-1.0]], [0.0]).function::<Relu>();
        let x = [[1.0], [3.0]].map(SMatrix::<f64, 1, 1>::from);
        let (y, cache) = cell.forward_train(&x, &mut crate::random::generator(1));
        assert_eq!(y.map(|y| y[0]), [2.0, 4.0]);
        let dy = [[0.0], [1.0]].map(SMatrix::<f64, 1, 1>::from);
        assert_eq!(cell.backward_input(&x, &y, &cache, &dy).map(|dx| dx[0]), [-2.0, 2.0]);
    }
}
