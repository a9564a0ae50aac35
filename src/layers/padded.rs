//! A layer of sequences that are shorter than their window.
//!
//! ```text
//! y[t] = F(x)[t] for t < n, 0 behind      dx[t] = F′(dy)[t] for t < n, 0 behind      n: the sample's length
//! the state after a block is that of the step n
//! ```
//!
//! A batch is of one length, and sequences are not: the shorter ones are padded at their end. What stands in the padding,
//! NaN too, reaches nothing: neither outputs, nor gradients, nor a state that is carried on. Beside the sequence goes
//! its length, a number for each sample, and [`Last`](crate::Last), [`GlobalAvgPool`](crate::GlobalAvgPool) and
//! [`GlobalMaxPool`](crate::GlobalMaxPool) behind it take both. Cost: F's, a copy of its input and output, and, where
//! training carries a state on from shorter sequences, the steps once more.
//!
//! Where every step has a target, a [`Weighted`](crate::losses::Weighted) one of weight 0 says that a step of the padding
//! does not count in the mean.
//!
//! Source: Sutskever, Vinyals, Le (2014), arXiv:1409.3215, section 3.4 (sentences of several lengths in a batch).

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Parameters, Scalar, Stream, StreamTrain,
    by_propagate, parameters,
    pass::{Dx, Sink},
    stream::Streams,
    values::{Value, WithLength, lengths, within},
};
use nalgebra::SMatrix;
use rand::Rng;

/// A layer of sequences, on sequences with their lengths.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `([SMatrix<T, IN, B>; L], SMatrix<T, 1, B>)` → `([SMatrix<T, OUT, B>; L], SMatrix<T, 1, B>)`: the lengths pass. A
/// length is rounded down; one beyond L is L, one below 0, or NaN, is 0. As a [stream](crate::stream) it also takes steps
/// `SMatrix<T, IN, B>`, all of which count, and its state is F's.
///
/// F is causal, as every [stream](Stream) is, and has to be one: a layer that looks at what comes, such as
/// [`Bidirectional`](super::Bidirectional) or [`WindowConv1d`](super::WindowConv1d), would see the zeros behind a short
/// sequence as steps of it. The parameters keep the names that they have in F.
///
/// PyTorch: `pad_packed_sequence(f(pack_padded_sequence(x, n, enforce_sorted=False)))`. Keras: `Masking`.
///
/// # Example
/// ```
/// use constnet::{layers::{Padded, Rnn}, prelude::*};
///
/// // Sums of one and of three steps. What is behind does not matter.
/// let net = (Padded(Rnn::new([[1.0]], [[1.0]], [0.0]).function::<Identity>()), Last);
/// let x = [[[1.0], [1.0]], [[f32::NAN], [2.0]], [[9.0], [3.0]]].map(SMatrix::from);
/// let length = SMatrix::from([[1.0], [3.0]]);
/// assert_eq!(net.forward(&(x, length)), SMatrix::from([[1.0], [6.0]]));
///
/// // The state after the block is that after one step, and after three.
/// let mut state = State::rest();
/// net.step(&mut state, &(x, length));
/// assert_eq!(net.step(&mut state, &SMatrix::from([[10.0], [10.0]])), SMatrix::from([[11.0], [16.0]]));
/// ```
#[doc(alias = "Masking")]
#[doc(alias = "pack_padded_sequence")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Padded<F /* several layers: `Padded<(A, B)>` */>(
    /// F, a layer or a stack that gives a step for each step.
    pub F,
);

impl<F, T, const IN: usize, const OUT: usize, const B: usize, const L: usize>
    Forward<WithLength<T, IN, B, L>> for Padded<F>
where
    T: Scalar,
    F: Forward<[SMatrix<T, IN, B>; L], Output = [SMatrix<T, OUT, B>; L]>
        + Stream<[SMatrix<T, IN, B>; L]>,
{
    type Output = WithLength<T, OUT, B, L>;

    #[inline]
    fn forward(&self, (x, length): &WithLength<T, IN, B, L>) -> Self::Output {
        let lengths = lengths(length, L);
        (within(&self.0.forward(&within(x, &lengths)), &lengths), *length)
    }
}

impl<F: Stream<SMatrix<T, IN, B>>, T: Scalar, const IN: usize, const B: usize>
    Stream<SMatrix<T, IN, B>> for Padded<F>
{
    type State = F::State;
    type Output = F::Output;

    const ACTIVATIONS: usize = F::ACTIVATIONS;

    #[inline]
    fn step(&self, state: &mut F::State, x: &SMatrix<T, IN, B>) -> F::Output {
        self.0.step(state, x)
    }
}

impl<F, T, const IN: usize, const OUT: usize, const B: usize, const L: usize>
    Stream<WithLength<T, IN, B, L>> for Padded<F>
where
    T: Scalar,
    F: Stream<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, State: Streams>,
{
    type State = F::State;
    type Output = WithLength<T, OUT, B, L>;

    #[inline]
    fn step(&self, state: &mut F::State, (x, length): &WithLength<T, IN, B, L>) -> Self::Output {
        let lengths = lengths(length, L);
        (within(&steps(&self.0, state, &within(x, &lengths), &lengths), &lengths), *length)
    }
}

/// What the steps give; each stream's state is that after its last.
fn steps<F, T, const IN: usize, const OUT: usize, const B: usize, const L: usize>(
    layer: &F,
    state: &mut F::State,
    x: &[SMatrix<T, IN, B>; L],
    lengths: &[usize; B],
) -> [SMatrix<T, OUT, B>; L]
where
    T: Scalar,
    F: Stream<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, State: Streams>,
{
    let (mut y, mut after) = (<[SMatrix<T, OUT, B>; L]>::zeros(), *state);
    for (t, (y, x)) in y.iter_mut().zip(x).enumerate() {
        *y = layer.step(state, x);
        for (b, &n) in lengths.iter().enumerate() {
            if n == t + 1 {
                after.set_stream(b, state);
            }
        }
    }
    *state = after;
    y
}

impl<F, T, const IN: usize, const OUT: usize, const B: usize, const L: usize>
    Backward<WithLength<T, IN, B, L>> for Padded<F>
where
    T: Scalar,
    F: Backward<[SMatrix<T, IN, B>; L], Output = [SMatrix<T, OUT, B>; L]>
        + Stream<[SMatrix<T, IN, B>; L]>,
{
    /// What F took and gave, and what it keeps.
    type Cache = ([SMatrix<T, IN, B>; L], [SMatrix<T, OUT, B>; L], F::Cache);

    const MISFIT: Option<Misfit> = F::MISFIT;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        (x, length): &WithLength<T, IN, B, L>,
        rng: &mut R,
    ) -> (Self::Output, Self::Cache) {
        let lengths = lengths(length, L);
        let x = within(x, &lengths);
        let (y, cache) = self.0.forward_train(&x, rng);
        ((within(&y, &lengths), *length), (x, y, cache))
    }

    #[inline]
    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        (_, length): &WithLength<T, IN, B, L>,
        _: &Self::Output,
        (x, y, cache): &Self::Cache,
        (dy, _): &Self::Output,
        mut sink: S,
    ) -> D::Of<WithLength<T, IN, B, L>> {
        let lengths = lengths(length, L);
        let part = sink.part(|gradient| &mut gradient.0);
        let dx = self.0.propagate::<_, D>(x, y, cache, &within(dy, &lengths), part);
        D::map(dx, |dx| (within(&dx, &lengths), crate::zeros()))
    }

    by_propagate! { WithLength<T, IN, B, L> }
}

impl<F, T, const IN: usize, const OUT: usize, const B: usize, const L: usize>
    StreamTrain<WithLength<T, IN, B, L>> for Padded<F>
where
    T: Scalar,
    F: StreamTrain<[SMatrix<T, IN, B>; L]>
        + Backward<[SMatrix<T, IN, B>; L], Output = [SMatrix<T, OUT, B>; L]>
        + Stream<[SMatrix<T, IN, B>; L], Output = [SMatrix<T, OUT, B>; L]>
        + Stream<
            SMatrix<T, IN, B>,
            Output = SMatrix<T, OUT, B>,
            State = <F as Stream<[SMatrix<T, IN, B>; L]>>::State,
        >,
    <F as Stream<[SMatrix<T, IN, B>; L]>>::State: Streams,
{
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut <F as Stream<SMatrix<T, IN, B>>>::State,
        (x, length): &WithLength<T, IN, B, L>,
        rng: &mut R,
    ) -> (<Self as Forward<WithLength<T, IN, B, L>>>::Output, Self::Cache) {
        let lengths = lengths(length, L);
        let (x, before) = (within(x, &lengths), *state);
        let (y, cache) = self.0.train_from(state, &x, rng);
        if lengths.iter().any(|&n| n < L) {
            *state = before;
            steps(&self.0, state, &x, &lengths);
        }
        ((within(&y, &lengths), *length), (x, y, cache))
    }
}

parameters! { [F: Parameters] Padded<F> as F => Padded<F::Gradient> { 0: inside } }

impl<F: Init> Init for Padded<F> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.0.reset(initializer, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dense;

    #[test]
    fn two_sequences_by_hand() {
        // y = 3·x + 1 of one step and of two, and dx = 3·dy.
        let layer = Padded(Dense::new([[3.0]], [1.0]));
        let x = [[[1.0], [2.0]], [[f64::NAN], [4.0]]].map(SMatrix::<f64, 1, 2>::from);
        let x = (x, SMatrix::from([[1.0], [2.0]]));
        let (y, cache) = layer.forward_train(&x, &mut crate::random::generator(1));
        assert_eq!(y.0, [[[4.0], [7.0]], [[0.0], [13.0]]].map(SMatrix::<f64, 1, 2>::from));
        let dy = ([SMatrix::from([[10.0], [10.0]]); 2], SMatrix::from([[5.0], [5.0]]));
        let mut gradient = Padded(Dense::zeros());
        let (dx, of_length) = layer.backward(&x, &y, &cache, &dy, &mut gradient);
        assert_eq!(dx, [[[30.0], [30.0]], [[0.0], [30.0]]].map(SMatrix::<f64, 1, 2>::from));
        assert_eq!(of_length, SMatrix::<f64, 1, 2>::zeros());
        assert_eq!((gradient.0.weight[0], gradient.0.bias[0]), (70.0, 30.0));
    }
}
