//! The dense layer: weights and a bias.
//!
//! ```text
//! y = W·x + b                     W: OUT × IN,  b: OUT,  x: IN × B,  y: OUT × B
//! dW = dy·xᵀ      db = dy·1       dx = Wᵀ·dy
//! ```
//!
//! Each output is a weighted sum of all inputs plus a constant. A stack of dense layers with a
//! non-linear activation between them is the multilayer perceptron. Cost: IN·OUT multiplications per
//! sample forward, twice that backward.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.1, equation 6.3;
//! gradients: section 6.5.6.

use crate::{
    Backward, Columns, Forward, Init, Initializer, Parameters, Scalar, Stateless, Weight,
    kernels::{self, Instructions},
    parameters,
    pass::{Dx, Sink},
};
use core::fmt;
use nalgebra::{ArrayStorage, SMatrix, SVector};
use rand::Rng;

/// A fully connected layer, y = W·x + b.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, IN, B>` → `SMatrix<T, OUT, B>`, any batch B.
///
/// NaN or ±∞ in a sample reaches all outputs of that sample and of no other; a weight of 0 makes NaN
/// of ∞.
///
/// T may be a type for storage alone: with the feature `half`, `Dense<IN, OUT, half::f16>` and
/// `Dense<IN, OUT, half::bf16>` take and give matrices of `f32` at half the size, for inference. They
/// come from a network that was trained in `f32`, by [`weights::convert`](crate::weights::convert()) or
/// from its file.
///
/// PyTorch: `nn.Linear(IN, OUT)`; its `weight` is `[OUT, IN]` as here, but stored by rows, and here by
/// columns.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Two inputs, one output: y = 2·x₀ − x₁ + 3
/// let layer = Dense::new([[2.0, -1.0]], [3.0]);
/// assert_eq!(layer.forward(&SVector::from([5.0, 4.0])), SVector::from([9.0]));
/// ```
#[doc(alias = "Linear")]
#[doc(alias = "fully connected")]
#[derive(Clone, PartialEq)]
// The compiler quotes this line where someone writes `Dense(4, 8)`.
pub struct Dense<const IN: usize, const OUT: usize, T = f32> /* such as `Dense<4, 8>` */ {
    /// W, one row per output; stored column by column.
    pub weight: SMatrix<T, OUT, IN>,
    /// b, one number per output.
    pub bias: SVector<T, OUT>,
}

impl<const IN: usize, const OUT: usize, W: Weight> Dense<IN, OUT, W> {
    /// A layer from its weights, one row per output, and its bias; also in a `static`.
    pub const fn new(weight: [[W; IN]; OUT], bias: [W; OUT]) -> Self {
        // Rows become columns. Every column is written over, so any number may stand in it first.
        let mut columns = [bias; IN];
        let mut o = 0;
        while o < OUT {
            let mut i = 0;
            while i < IN {
                columns[i][o] = weight[o][i];
                i += 1;
            }
            o += 1;
        }
        Self {
            weight: SMatrix::from_array_storage(ArrayStorage(columns)),
            bias: SMatrix::from_array_storage(ArrayStorage([bias])),
        }
    }
}

/// All weights and biases 0: a layer to load into, or a field of a layer that has a default.
impl<const IN: usize, const OUT: usize, W: Weight> Default for Dense<IN, OUT, W> {
    fn default() -> Self {
        Parameters::zeros()
    }
}

#[diagnostic::do_not_recommend]
impl<const IN: usize, const OUT: usize, T: Scalar, X: Columns<IN, Number = T>> Forward<X>
    for Dense<IN, OUT, T>
{
    type Output = X::With<OUT>;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        self.forward_in(Instructions::UNKNOWN, x)
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &X) -> Self::Output {
        kernels::dense(instructions, &self.weight.data.0, &self.bias.data.0[0], x)
    }
}

// One implementation for each kind of 16 bits: with one for all of them, a layer of `f64` that does not
// fit was told that `f64` is not a kind of 16 bits.

/// Each weight is widened to the `f32` that it stands for, and the sums are those of `f32`s.
#[cfg(feature = "half")]
#[diagnostic::do_not_recommend]
impl<const IN: usize, const OUT: usize, X: Columns<IN, Number = f32>> Forward<X>
    for Dense<IN, OUT, half::f16>
{
    type Output = X::With<OUT>;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        kernels::dense_half(&self.weight.data.0, &self.bias.data.0[0], x)
    }
}

/// Each weight is widened to the `f32` that it stands for, and the sums are those of `f32`s.
#[cfg(feature = "half")]
#[diagnostic::do_not_recommend]
impl<const IN: usize, const OUT: usize, X: Columns<IN, Number = f32>> Forward<X>
    for Dense<IN, OUT, half::bf16>
{
    type Output = X::With<OUT>;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        kernels::dense_half(&self.weight.data.0, &self.bias.data.0[0], x)
    }
}

#[diagnostic::do_not_recommend]
impl<const IN: usize, const OUT: usize, T: Scalar, X: Columns<IN, Number = T>> Backward<X>
    for Dense<IN, OUT, T>
{
    type Cache = ();

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &Self::Output, _: &(), dy: &Self::Output) -> X {
        kernels::dense_input(&self.weight.data.0, dy)
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
        gradient.take(x, dy, true);
    }

    /// dW and db can be set in the time of a sum, without zeros first.
    #[inline]
    fn propagate<S: Sink<Self>, D: Dx>(
        &self,
        x: &X,
        y: &Self::Output,
        cache: &(),
        dy: &Self::Output,
        sink: S,
    ) -> D::Of<X> {
        sink.add_or_set(
            |gradient| gradient.take(x, dy, true),
            |gradient| gradient.take(x, dy, false),
        );
        D::of(|| self.backward_input(x, y, cache, dy))
    }
}

impl<const IN: usize, const OUT: usize, T: Scalar> Dense<IN, OUT, T> {
    /// Adds dW and db to this gradient, or sets it to them.
    #[inline]
    fn take<X: Columns<IN, Number = T>>(&mut self, x: &X, dy: &X::With<OUT>, add: bool) {
        let Self { weight, bias } = self;
        kernels::dense_parameters(x, dy, &mut weight.data.0, &mut bias.data.0[0], add);
    }
}

impl<const IN: usize, const OUT: usize, W> Stateless for Dense<IN, OUT, W> {}

parameters! {
    [const IN: usize, const OUT: usize, W: Weight] Dense<IN, OUT, W> as W {
        weight: matrix,
        bias: vector,
    }
}

impl<const IN: usize, const OUT: usize, T: Scalar> Init for Dense<IN, OUT, T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.weight.iter_mut().for_each(|w| *w = T::from_f64(initializer.weight(IN, OUT, rng)));
        self.bias.iter_mut().for_each(|b| *b = T::from_f64(initializer.bias(IN, OUT, rng)));
    }
}

impl<const IN: usize, const OUT: usize, W: Weight> fmt::Debug for Dense<IN, OUT, W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // y = 3·2 + 1 = 7; with dy = 10: dW = 10·2, db = 10, dx = 3·10.
        let layer = Dense::<1, 1>::new([[3.0]], [1.0]);
        let (x, dy) = (SVector::from([2.0]), SVector::from([10.0]));
        let y = layer.forward(&x);
        assert_eq!(y[0], 7.0);
        let mut gradient = Dense::new([[0.0]], [0.0]);
        let dx = layer.backward(&x, &y, &(), &dy, &mut gradient);
        assert_eq!((gradient.weight[0], gradient.bias[0], dx[0]), (20.0, 10.0, 30.0));
    }
}
