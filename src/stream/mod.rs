//! Networks with memory: one step at a time, forever.
//!
//! A layer with memory is a function of its input and of a *state* that the previous step left behind. The state
//! is not in the layer: it is plain data beside it. So one network, even a `static`, can serve a hundred
//! voices, and a state can be copied, saved and restored.
//!
//! ```text
//! y₁ = f(s, x₁)    y₂ = f(s, x₂)    …        each step changes s
//! ```
//!
//! # One network, three uses
//! The same tuple of layers is, for batches `X = SMatrix<T, N, B>`,
//!
//! | | trait | state |
//! |---|---|---|
//! | a stream | [`Stream<X>`](Stream) | the caller's |
//! | a stream in blocks of L steps | [`Stream<[X; L]>`](Stream) | the same type |
//! | a sequence of L steps, to train on | [`Forward`]`<[X; L]>`, [`Backward`]`<[X; L]>` | begins at rest, dropped at the end |
//!
//! and all three give the same bits.
//!
//! # A layer of your own
//! Without memory: a layer that is [`Forward`] becomes a stream by one line,
//! [`impl Stateless for …`](Stateless). With memory: a state is a type declared by
//! [`parameters!`](crate::parameters!), or [`Hidden`], if it is one matrix; the layer says `Stream` for a step,
//! and `Stream` and `Forward` for an array of steps, which is a loop over them:
//! ```
//! use constnet::{prelude::*, stream::Hidden};
//!
//! /// A leaky integrator of each feature: s ← s/2 + x, y = s.
//! struct Leak;
//! parameters! { [] Leak {} }
//!
//! impl<const N: usize, const B: usize> Stream<SMatrix<f32, N, B>> for Leak {
//!     type State = Hidden<N, B>;
//!     type Output = SMatrix<f32, N, B>;
//!     fn step(&self, state: &mut Hidden<N, B>, x: &SMatrix<f32, N, B>) -> Self::Output {
//!         state.h = state.h * 0.5 + x;
//!         state.h
//!     }
//! }
//! impl<const N: usize, const B: usize, const L: usize> Stream<[SMatrix<f32, N, B>; L]> for Leak {
//!     type State = Hidden<N, B>;
//!     type Output = [SMatrix<f32, N, B>; L];
//!     fn step(&self, state: &mut Hidden<N, B>, x: &[SMatrix<f32, N, B>; L]) -> Self::Output {
//!         x.map(|x| self.step(state, &x))
//!     }
//! }
//! impl<const N: usize, const B: usize, const L: usize> Forward<[SMatrix<f32, N, B>; L]> for Leak {
//!     type Output = [SMatrix<f32, N, B>; L];
//!     fn forward(&self, x: &[SMatrix<f32, N, B>; L]) -> Self::Output {
//!         self.step(&mut State::rest(), x)
//!     }
//! }
//!
//! let net = (Dense::new([[2.0]], [0.0]), Leak, Relu);
//! let mut state = State::rest();
//! assert_eq!(net.step(&mut state, &SVector::from([1.0])), SVector::from([2.0]));
//! assert_eq!(net.step(&mut state, &SVector::from([1.0])), SVector::from([3.0]));
//! // The same as a sequence.
//! assert_eq!(net.predict([[1.0], [1.0]]), [[2.0], [3.0]]);
//! ```
//! To be trained it implements [`Backward`] and [`StreamTrain`] for an array of steps; inside of
//! [`Padded`](crate::Padded), where the streams of a batch end at different steps, its state also [`Streams`], which
//! [`Hidden`] does.

mod hidden;
mod running;
mod streams;

pub use hidden::Hidden;
pub use running::{Run, Running};
pub use streams::Streams;

use crate::{
    Backward, Forward, Init, Parameters,
    kernels::{Instructions, StepTogether},
    pass::{Dx, Sink},
};
use rand::Rng;

/// A function with memory: a step of `X`, or, for `X = [_; L]`, a block of L steps.
///
/// Like [`Forward`], it is a trait of the input, so that one layer serves every batch; columns are streams
/// that know nothing of each other. [What it is for](self)
///
/// # Laws
/// - *Pure*: equal inputs and equal states give equal outputs and equal states, bit for bit.
/// - *Blocks are steps*: the state is the same type for a step and for blocks of any length. Output k of a
///   block has the bits of the kth of as many steps, and the state after it those after all of them; parts of
///   a tuple separately.
/// - *From rest it is [`Forward`]*: a block that begins at [`State::rest`] is `forward` of that array. But a
///   layer with memory is not `Forward` for a single step.
/// - *Column-wise*: column j of output and state depend on column j of input and state alone.
/// - *Total*: no panic and no allocation, whatever numbers are in the state; a block of no steps leaves it
///   as it was.
#[diagnostic::on_unimplemented(
    message = "layer `{Self}` does not take a step on `{X}`",
    label = "what comes in does not fit this layer, or is no layer of a stream",
    note = "`Matrix<f32, Const<N>, Const<B>, _>` is a step of B streams with N features each: `Dense<IN, OUT>` takes N = IN and gives N = OUT; an array of numbers becomes one by `SVector::from`",
    note = "a layer that needs a whole window at once cannot stream, nor stand in `Padded`, where it would see what is behind the end of a short sequence",
    note = "a layer of your own without memory takes part by one line: `impl Stateless for …`; one with memory implements `Stream`"
)]
pub trait Stream<X> {
    /// What it remembers: zeros at rest, `()` if nothing. A tuple of layers has the tuple of their states.
    type State: State;

    /// What a step gives.
    type Output;

    /// The most bytes of inputs and outputs that a step holds at once, x and y included. A layer around
    /// others says what those hold; any other has x and y. See [`footprint`](crate::footprint).
    const ACTIVATIONS: usize = size_of::<X>() + size_of::<Self::Output>();

    /// y = f(state, x), and the state after it.
    ///
    /// The state is that of as many streams as x has columns, which is part of its type: `LstmState<16>` is of one,
    /// `LstmState<16, 2>` of two. A state of another number is a type mismatch in `State`.
    fn step(&self, state: &mut Self::State, x: &X) -> Self::Output;

    /// The state after so many steps of the same input, from rest.
    ///
    /// A network that has been reset to zeros answers silence with something else for a while: in audio, a
    /// click. One that has settled on the input that it will have has nothing to get used to.
    ///
    /// ```
    /// use constnet::{prelude::*, stream::Hidden};
    /// # struct Leak;
    /// # impl Stream<SVector<f32, 1>> for Leak {
    /// #     type State = Hidden<1>;
    /// #     type Output = SVector<f32, 1>;
    /// #     fn step(&self, state: &mut Hidden<1>, x: &SVector<f32, 1>) -> SVector<f32, 1> {
    /// #         state.h = state.h * 0.5 + x;
    /// #         state.h
    /// #     }
    /// # }
    ///
    /// // s ← s/2 + x tends to 2·x.
    /// let mut state = Leak.settled(&SVector::from([3.0]), 100);
    /// assert_eq!(state, Hidden::new([[6.0]]));
    /// assert_eq!(Leak.step(&mut state, &SVector::from([3.0])), SVector::from([6.0]));
    /// ```
    fn settled(&self, x: &X, steps: usize) -> Self::State {
        let mut state = State::rest();
        for _ in 0..steps {
            self.step(&mut state, x);
        }
        state
    }

    /// The step inside a [stack](crate::stack), which has asked for all of its layers which instructions the
    /// machine has.
    #[doc(hidden)]
    #[inline(always)]
    fn step_in(&self, _: Instructions, state: &mut Self::State, x: &X) -> Self::Output
    where
        Self: Sized,
    {
        self.step(state, x)
    }
}

/// What a layer remembers from step to step: plain data, that is any `Copy` type that lists its numbers by
/// [`parameters!`](crate::parameters!), with `=> ()` because nothing in it is trained.
///
/// So files know states as they know networks ([`weights`](crate::weights), the feature `serde`), and a
/// recorded one is a `const`. It is numbers and nothing else: a counter is one of the numbers, and whoever
/// reads it bears every value that a file may hold.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// /// The mean so far, and of how many.
/// #[derive(Debug, Clone, Copy, PartialEq)]
/// struct Mean<const N: usize, const B: usize = 1> {
///     mean: SMatrix<f32, N, B>,
///     count: SVector<f32, 1>,
/// }
/// parameters! { [const N: usize, const B: usize] Mean<N, B> as f32 => () { mean: matrix, count: vector } }
///
/// assert_eq!(Mean::<3>::rest(), Mean { mean: SVector::zeros(), count: SVector::zeros() });
/// assert_eq!(Mean::<3>::COUNT, 4);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state of a stream",
    label = "not plain data that lists its numbers",
    note = "a state is `Copy` and lists its numbers with `parameters! {{ [] State as f32 => () {{ … }} }}`; one matrix is a `stream::Hidden`, and no state is `()`"
)]
pub trait State: Copy + Parameters {
    /// The state of a network that has seen nothing: zeros.
    #[inline]
    fn rest() -> Self {
        Self::zeros()
    }
}

#[diagnostic::do_not_recommend]
impl<S: Copy + Parameters> State for S {}

/// [`rest`](Self::rest), of every network that has [`Init`]. One of 16 bits has none, and takes
/// [`State::rest`].
pub trait AtRest: Init {
    /// The state of a network that has seen nothing: zeros. Of which type they are follows from the step that
    /// takes them.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let net = (Dense::new([[2.0_f32]], [0.0]), Relu);
    /// let mut state = net.rest();
    /// assert_eq!(net.step(&mut state, &SVector::from([1.0])), SVector::from([2.0]));
    /// ```
    #[inline]
    fn rest<S: State>(&self) -> S {
        S::rest()
    }
}
impl<N: Init> AtRest for N {}

/// A layer without memory: a step is its [`Forward`], at each place of a block alone.
///
/// Every layer of this crate that has no memory is one, and so is what [`elementwise!`](crate::elementwise!)
/// makes.
///
/// # Laws
/// - Place k of an array that it is given decides place k of what it gives, and nothing else.
///
/// # Example
/// ```
/// use constnet::{Value, prelude::*};
///
/// struct Half;
///
/// impl<V: Value<Number = f32>> Forward<V> for Half {
///     type Output = V;
///     fn forward(&self, x: &V) -> V {
///         let mut y = *x;
///         y.for_each_mut(|y| *y *= 0.5);
///         y
///     }
/// }
/// impl Stateless for Half {}
///
/// assert_eq!((Half, Relu).step(&mut ((), ()), &SVector::from([3.0])), SVector::from([1.5]));
/// ```
#[diagnostic::on_unimplemented(
    message = "layer `{Self}` has not said that it has no memory",
    label = "is not `Stateless`",
    note = "a layer of your own without memory takes part in a stream by one line: `impl Stateless for …`"
)]
pub trait Stateless {}

#[diagnostic::do_not_recommend]
impl<F: Stateless + Forward<X>, X> Stream<X> for F {
    type State = ();
    type Output = F::Output;

    #[inline]
    fn step(&self, (): &mut (), x: &X) -> F::Output {
        self.forward(x)
    }

    #[inline(always)]
    fn step_in(&self, instructions: Instructions, (): &mut (), x: &X) -> F::Output {
        self.forward_in(instructions, x)
    }
}

/// A stream that can be trained: backpropagation through the steps of a block, from a state that is carried on.
///
/// A sequence that is too long to keep is cut into blocks. Each begins with the state that the one before it has
/// left, and the gradient stops there: *truncated* backpropagation through time.
///
/// A layer with memory implements it for arrays of steps, and [`Backward::forward_train`] is `train_from` the
/// state at rest; the reverse pass is that of [`Backward`], from the cache that either has left. A layer that is
/// [`Stateless`] has it from `Backward`.
///
/// # Laws
/// - Output and state are those of [`Stream::step`] on the block, bit for bit, unless the layer is random in
///   training.
/// - `train_from` rest is `forward_train`.
/// - dx and the gradient from its cache are those of the block as a function of its inputs and the parameters,
///   with the state before it held as it is.
///
/// Source: Williams, Peng (1990), *An efficient gradient-based algorithm for on-line training of recurrent
/// network trajectories*, Neural Computation 2(4).
#[diagnostic::on_unimplemented(
    message = "layer `{Self}` cannot be trained from a state on `{X}`",
    label = "has no `StreamTrain` for this input",
    note = "windows that follow each other are arrays of steps, `[SMatrix<T, N, B>; L]`; every layer of the network needs `Backward` for them, and one with memory `StreamTrain`, too"
)]
pub trait StreamTrain<X>: Backward<X> + Stream<X, Output = <Self as Forward<X>>::Output> {
    /// y = f(state, x) as in training, with what the backward pass will need, and the state after it.
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut Self::State,
        x: &X,
        rng: &mut R,
    ) -> (<Self as Forward<X>>::Output, Self::Cache);

    /// [`Backward::train`] from a state: forward, the dy of the output, and the reverse pass.
    /// A stack then need not gather its intermediates into one `Cache`, which saves copies.
    ///
    /// # Errors
    /// Those of `dy`; the gradient is as it was, and the state is that behind the block all the same.
    #[inline]
    fn train_through<S: Sink<Self::Gradient>, D: Dx, R: Rng + ?Sized, E>(
        &self,
        state: &mut Self::State,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&<Self as Forward<X>>::Output) -> Result<<Self as Forward<X>>::Output, E>,
        sink: S,
    ) -> Result<D::Of<X>, E> {
        let (y, cache) = &self.train_from(state, x, rng);
        let dy = &dy(y)?;
        Ok(self.propagate::<S, D>(x, y, cache, dy, sink))
    }
}

#[diagnostic::do_not_recommend]
impl<F: Stateless + Backward<X>, X> StreamTrain<X> for F {
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        (): &mut (),
        x: &X,
        rng: &mut R,
    ) -> (<Self as Forward<X>>::Output, Self::Cache) {
        self.forward_train(x, rng)
    }
}

/// What a stack hands to the kernels.
impl<F: Stream<X>, X> StepTogether<F::State, X> for F {
    type Output = F::Output;

    #[inline(always)]
    fn run_step(&self, instructions: Instructions, state: &mut F::State, x: &X) -> F::Output {
        self.step_in(instructions, state, x)
    }
}
