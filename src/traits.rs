//! The theory: a layer is a function, and a network is a composition of functions.
//!
//! Read this file first. Everything else in the crate either implements these traits or
//! consumes them.

use crate::{
    Misfit, Parameters,
    kernels::Instructions,
    pass::{Accumulate, Dx, Sink, Wanted},
};
use rand::Rng;

/// A function of `X`. Inference needs no more.
///
/// `X` is a parameter of the trait, so that one layer serves every input it can take:
/// [`Relu`](crate::Relu) is `Forward` for every matrix, and `Dense<IN, OUT>` for every batch
/// `SMatrix<T, IN, B>`, where a column is a sample.
///
/// # Laws
/// - *Pure*: equal inputs give equal bits, whatever ran before.
/// - *Column-wise*: column j of the output depends on column j of the input alone, and has
///   the bits that it would have in a batch of one. In an array or a tuple, sample j is column j of each part.
/// - *Total*: no panic and no allocation; a NaN in the input reaches every output that depends on it: of a
///   batch, that column of the output.
///
/// # Example
/// The trait is object-safe, so a network can be chosen at run time; into a thread goes one that is
/// `dyn Forward<…> + Send`:
/// ```
/// use constnet::prelude::*;
///
/// let gentle: Dense<1, 1> = Dense::new([[0.5]], [0.0]);
/// let steep = (Dense::new([[4.0_f32]], [0.0]), Relu);
/// for (wanted, y) in [("gentle", 1.0), ("steep", 8.0)] {
///     let net: &dyn Forward<SVector<f32, 1>, Output = SVector<f32, 1>> =
///         if wanted == "gentle" { &gentle } else { &steep };
///     assert_eq!(net.forward(&SVector::from([2.0])), SVector::from([y]));
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "layer `{Self}` does not accept `{X}`",
    label = "what comes in does not fit this layer",
    note = "`Matrix<T, Const<N>, Const<B>, _>` is a batch of B values of N features of type T, which `Dense<IN, OUT, T>` takes where N = IN; a network of `f64` is `network!(Name<f64>: …)`; arrays are for `predict`, several samples for `predict_all`, and elsewhere an array becomes a vector by `SVector::from`",
    note = "cells and `Conv1d` take sequences, `[N; L]` or `[N; _]` in `network!`; `Conv2d` and pools take images, `[[C; W]; H]`",
    note = "a type of your own is a layer by `elementwise!`, or for the inputs that it implements `Forward` for; a pointer to a network is none: pass `&*net`; a `DMatrix` or `DVector`, whose size the compiler does not know, becomes an `SMatrix` by `SMatrix::from_column_slice(x.as_slice())`"
)]
pub trait Forward<X> {
    /// The output, y.
    type Output;

    /// y = f(x)
    fn forward(&self, x: &X) -> Self::Output;

    /// y = f(x) inside a [stack](crate::stack), which has asked, for all of its layers at once, which
    /// instructions the machine has.
    #[doc(hidden)]
    #[inline(always)]
    fn forward_in(&self, _: Instructions, x: &X) -> Self::Output
    where
        Self: Sized,
    {
        self.forward(x)
    }
}

/// A function that can be trained: the chain rule, one layer at a time.
///
/// Let L be the loss, θ the parameters, and dy = ∂L/∂y. A layer is three formulas:
///
/// ```text
/// y = f(x, θ)                           forward_train
/// dx = (∂y/∂x)ᵀ·dy                      backward_input
/// gradient ← gradient + (∂y/∂θ)ᵀ·dy     backward_parameters
/// ```
///
/// A [stack](crate::stack) hands every layer its own x and y, so most layers need nothing else in the
/// backward pass; what they do need is their `Cache`. How the formulas become a pass through a network
/// is [`propagate`](Self::propagate), which is written out only by a layer around other layers, and by one that
/// computes both formulas faster together.
///
/// # Laws
/// - `forward_train` gives the bits of `forward`, unless the layer is random in training.
/// - dx and the gradient are those of central differences and of dual numbers
///   ([`gradcheck`](crate::gradcheck) tests that).
/// - Gradients *add*: two calls on one gradient leave the sum.
/// - `propagate` gives the dx of `backward_input` and the gradient of `backward_parameters`, with the same bits
///   whichever of them is asked for; a gradient that is set, not added to, is that of `backward_parameters` on zeros.
/// - `train` is `forward_train` followed by `propagate`.
#[diagnostic::on_unimplemented(
    message = "layer `{Self}` cannot be trained on `{X}`",
    label = "has no `Backward` for this input",
    note = "training needs `Backward<X>` for every layer, and one type of number: data of `f64` are for `network!(Name<f64>: …)`",
    note = "of a pointer to a network, `fit` and `step` take what it points at: `&mut *net`",
    note = "weights of 16 bits (`half::f16`, `half::bf16`) are stored, not trained: train the network in `f32`, then `weights::convert` it"
)]
pub trait Backward<X>: Forward<X> + Parameters {
    /// What the backward pass needs beyond x and y: `()` for most layers.
    type Cache;

    /// Whether the outputs are probabilities already, which a loss on logits must not be given.
    const PROBABILITIES: bool = false;

    /// The most bytes of inputs and outputs that inference holds at once, x and y included. A layer
    /// around others states what they hold; any other layer holds x and y. See [`footprint`](crate::footprint).
    const ACTIVATIONS: usize = size_of::<X>() + size_of::<Self::Output>();

    /// What is wrong with sizes in the layer's type that the compiler cannot compute; a layer around others
    /// reports the [first](Misfit::first) of theirs. See [`Misfit`].
    const MISFIT: Option<Misfit> = None;

    /// y = f(x) as in training, with what the backward pass will need. `rng` is for layers that
    /// are random in training, such as [`Dropout`](struct@crate::Dropout).
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, rng: &mut R) -> (Self::Output, Self::Cache);

    /// dx = (∂y/∂x)ᵀ·dy
    fn backward_input(&self, x: &X, y: &Self::Output, cache: &Self::Cache, dy: &Self::Output) -> X;

    /// gradient ← gradient + (∂y/∂θ)ᵀ·dy. A layer that trains nothing may leave it out; one that has parameters to
    /// train and leaves it out does not compile.
    #[inline]
    fn backward_parameters(
        &self,
        _: &X,
        _: &Self::Output,
        _: &Self::Cache,
        _: &Self::Output,
        _: &mut Self::Gradient,
    ) {
        const {
            assert!(
                Self::Gradient::COUNT == 0,
                "this layer has parameters to train and no formula for their gradient: write `backward_parameters`"
            );
        }
    }

    /// The reverse pass: dx, if `D` says that it is [`Wanted`]; the gradient of the parameters goes where
    /// `sink` [takes it](crate::pass).
    ///
    /// A layer around others gives each of them its part of `sink`, once (for whatever it calls again,
    /// [`Sink::again`]), and gets the two formulas from [`by_propagate!`](crate::by_propagate).
    #[inline]
    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        x: &X,
        y: &Self::Output,
        cache: &Self::Cache,
        dy: &Self::Output,
        sink: S,
    ) -> D::Of<X> {
        sink.add(|gradient| self.backward_parameters(x, y, cache, dy, gradient));
        D::of(|| self.backward_input(x, y, cache, dy))
    }

    /// Forward, the dy of the output, and the reverse pass: a whole training step except the update.
    /// A stack then need not gather its intermediates into one `Cache`, which saves a copy.
    ///
    /// # Errors
    /// Those of `dy`; the gradient is as it was.
    #[inline]
    fn train<S: Sink<Self::Gradient>, D: Dx, R: Rng + ?Sized, E>(
        &self,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&Self::Output) -> Result<Self::Output, E>,
        sink: S,
    ) -> Result<D::Of<X>, E> {
        let (y, cache) = self.forward_train(x, rng);
        let dy = dy(&y)?;
        Ok(self.propagate::<S, D>(x, &y, &cache, &dy, sink))
    }

    /// dx, and the gradient is added to `gradient`: both backward formulas at once.
    #[inline]
    fn backward(
        &self,
        x: &X,
        y: &Self::Output,
        cache: &Self::Cache,
        dy: &Self::Output,
        gradient: &mut Self::Gradient,
    ) -> X {
        self.propagate::<_, Wanted>(x, y, cache, dy, Accumulate(gradient))
    }
}
