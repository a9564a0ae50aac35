//! What `graph!` calls; not part of the public interface.

pub use super::plan::{Bytes, Call, Plan};

use crate::{
    Forward, Init, Initializer, Scalar, Stream, StreamTrain, Value,
    kernels::{self, Instructions},
};
use rand::Rng;

/// A variable that is an output.
pub fn same<X>(_: &X, _: &X) {}

/// The type of a name that is unknown: the error in its number keeps all others silent.
#[derive(Debug)]
pub enum Unknown<const N: usize> {}

/// y = f(x), for all layers of which the machine is asked once what it has.
#[inline]
pub fn together<F: Forward<X>, X>(graph: &F, x: &X) -> F::Output {
    kernels::together::dispatch(graph, x)
}

/// y = f(state, x), likewise.
#[inline]
pub fn step_together<F: Stream<X>, X>(graph: &F, state: &mut F::State, x: &X) -> F::Output {
    kernels::step_together::dispatch(graph, state, x)
}

/// A step, with the input before the state, whose type follows from it.
#[inline(always)]
pub fn step_in<F: Stream<X>, X>(
    layer: &F,
    instructions: Instructions,
    x: &X,
    state: &mut F::State,
) -> F::Output {
    layer.step_in(instructions, state, x)
}

/// The same of [`StreamTrain::train_from`].
#[inline(always)]
pub fn train_from<F: StreamTrain<X>, X, R: Rng + ?Sized>(
    layer: &F,
    x: &X,
    state: &mut F::State,
    rng: &mut R,
) -> (<F as Forward<X>>::Output, F::Cache) {
    layer.train_from(state, x, rng)
}

/// [`Init`] behind a reference with a lifetime: a bound that need not hold for a type to be declared, as
/// that of a network of 16 bits.
pub trait Reset {
    /// Gives every parameter its initial value.
    fn reset<I: Initializer, R: Rng + ?Sized>(self, initializer: &I, rng: &mut R);
}
#[diagnostic::do_not_recommend]
impl<L: Init> Reset for &mut L {
    fn reset<I: Initializer, R: Rng + ?Sized>(self, initializer: &I, rng: &mut R) {
        Init::reset(self, initializer, rng);
    }
}

/// Adds a part of a slope to what is there.
#[inline(always)]
pub fn add<V: Value<Number: Scalar>>(slope: &mut Option<V>, part: V) {
    match slope {
        Some(slope) => slope.accumulate(&part),
        None => *slope = Some(part),
    }
}

/// A slope, of which there may be no part.
#[inline(always)]
pub fn sum<V: Value<Number: Scalar>>(slope: Option<V>) -> V {
    match slope {
        Some(slope) => slope,
        None => V::zeros(),
    }
}
