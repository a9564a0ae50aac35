//! What `network!` checks of a stream; not part of the public interface.

use super::Stream;
use crate::Forward;

/// The input of a layer in a stream: a step, and a sequence of such.
pub trait Both {
    /// One step.
    type Step;
    /// Several.
    type Sequence;
}
impl<X, Xs> Both for (X, Xs) {
    type Step = X;
    type Sequence = Xs;
}

/// A layer that takes a step, a block of the same, and the sequence from rest. It is one bound, so that a layer
/// that does not fit is one error.
#[diagnostic::on_unimplemented(
    message = "layer `{Self}` does not take a step on `{X}`",
    label = "what comes in does not fit this layer, or is no layer of a stream",
    note = "`Matrix<f32, Const<N>, Const<B>, _>` is a step of B streams with N features each: `Dense<IN, OUT>` takes N = IN and gives N = OUT",
    note = "a layer that needs a whole window at once cannot stream",
    note = "a layer of your own without memory takes part by one line: `impl Stateless for …`; one with memory implements `Stream` for a step and for `[_; L]`, and `Forward` for `[_; L]`"
)]
pub trait InStream<X, Xs> {
    /// What it gives for each.
    type Outputs;
}

impl<L, X, Xs> InStream<X, Xs> for L
where
    L: Stream<X> + Forward<Xs>,
    L: Stream<Xs, State = <L as Stream<X>>::State, Output = <L as Forward<Xs>>::Output>,
{
    type Outputs = <<L as Stream<X>>::Output as With<<L as Forward<Xs>>::Output>>::Both;
}

/// A pair by its first part: of a layer that takes no steps it is not known, and what comes after such a layer is
/// no error.
pub trait With<Xs> {
    /// The pair.
    type Both;
}
impl<X, Xs> With<Xs> for X {
    type Both = (X, Xs);
}
