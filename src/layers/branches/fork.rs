//! Several layers on one input.
//!
//! ```text
//! y = (a(x), b(x), …)        dx = (∂a/∂x)ᵀ·dy₀ + (∂b/∂x)ᵀ·dy₁ + …
//! ```
//!
//! The heads of a network, such as the policy and the value of an actor-critic; or branches that
//! [`Concat`](crate::Concat), [`Sum`](crate::Sum) or [`Product`](crate::Product) join again. Cost: that of its
//! layers, and an addition of dx for each but the first.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 7.7 (tasks that share layers).

use super::tuples;
use crate::{
    Backward, Forward, Init, Initializer, Misfit, Parameters, Scalar, Stream, StreamTrain, Value,
    by_propagate,
    kernels::Instructions,
    parameters,
    pass::{Dx, Sink},
};
use rand::Rng;

/// y = (a(x), b(x), …): a tuple of two to eight layers or stacks, each of which is given x.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// x: what every arm takes → the tuple of what they give.
///
/// NaN and ±∞ do what they do in the arms. The parameters of an arm have its position before their names: `0.weight`.
/// PyTorch: `(a(x), b(x))`, written in a `forward`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // A policy of two actions and a value, on one trunk.
/// network!(ActorCritic: 8 => (Dense<8, 16>, Tanh, Fork<(Dense<16, 2>, Dense<16, 1>)>) => (2, 1));
///
/// let net = Fork((Dense::new([[2.0_f32]], [1.0]), Relu));
/// let (doubled, positive) = net.forward(&SVector::from([-3.0]));
/// assert_eq!((doubled[0], positive[0]), (-5.0, 0.0));
/// ```
#[doc(alias = "multi-head")]
#[doc(alias = "branch")]
#[derive(Debug, Clone, PartialEq)]
pub struct Fork<F /* its arms: `Fork<(A, B)>` */>(
    /// The arms, a tuple.
    pub F,
);

/// Bytes alive at once: those that an arm holds, x among them, beside what the arms before it gave.
const fn activations(x: usize, arms: &[(usize, usize)]) -> usize {
    let (mut most, mut before, mut i) = (x, 0, 0);
    while i < arms.len() {
        let (holds, gives) = arms[i];
        if before + holds > most {
            most = before + holds;
        }
        before += gives;
        i += 1;
    }
    if x + before > most { x + before } else { most }
}

macro_rules! fork {
    ([] [$First:ident 0 $first:ident] $([$Arm:ident $i:tt $y:ident])*) => {
        impl<X, $First: Forward<X>, $($Arm: Forward<X>),*> Forward<X> for Fork<($First, $($Arm,)*)> {
            type Output = ($First::Output, $($Arm::Output,)*);

            #[inline]
            fn forward(&self, x: &X) -> Self::Output {
                (self.0.0.forward(x), $(self.0.$i.forward(x),)*)
            }

            #[inline(always)]
            fn forward_in(&self, instructions: Instructions, x: &X) -> Self::Output {
                (self.0.0.forward_in(instructions, x), $(self.0.$i.forward_in(instructions, x),)*)
            }
        }

        impl<X, $First: Stream<X>, $($Arm: Stream<X>),*> Stream<X> for Fork<($First, $($Arm,)*)> {
            type State = ($First::State, $($Arm::State,)*);
            type Output = ($First::Output, $($Arm::Output,)*);

            const ACTIVATIONS: usize = activations(
                size_of::<X>(),
                &[
                    ($First::ACTIVATIONS, size_of::<$First::Output>()),
                    $(($Arm::ACTIVATIONS, size_of::<$Arm::Output>())),*
                ],
            );

            #[inline]
            fn step(&self, state: &mut Self::State, x: &X) -> Self::Output {
                (self.0.0.step(&mut state.0, x), $(self.0.$i.step(&mut state.$i, x),)*)
            }

            #[inline(always)]
            fn step_in(&self, instructions: Instructions, state: &mut Self::State, x: &X) -> Self::Output {
                (
                    self.0.0.step_in(instructions, &mut state.0, x),
                    $(self.0.$i.step_in(instructions, &mut state.$i, x),)*
                )
            }
        }

        #[diagnostic::do_not_recommend]
        impl<X, $First, $($Arm),*> Backward<X> for Fork<($First, $($Arm,)*)>
        where
            X: Value<Number: Scalar>,
            $First: Backward<X>,
            $($Arm: Backward<X>,)*
        {
            type Cache = ($First::Cache, $($Arm::Cache,)*);

            /// Those of all arms: a loss on logits for one of them would refuse another's.
            const PROBABILITIES: bool = $First::PROBABILITIES $(&& $Arm::PROBABILITIES)*;

            const ACTIVATIONS: usize = activations(
                size_of::<X>(),
                &[
                    ($First::ACTIVATIONS, size_of::<$First::Output>()),
                    $(($Arm::ACTIVATIONS, size_of::<$Arm::Output>())),*
                ],
            );
            const MISFIT: Option<Misfit> = Misfit::first(&[$First::MISFIT, $($Arm::MISFIT),*]);

            #[inline]
            fn forward_train<R: Rng + ?Sized>(
                &self,
                x: &X,
                rng: &mut R,
            ) -> (Self::Output, Self::Cache) {
                let $first = self.0.0.forward_train(x, rng);
                $(let $y = self.0.$i.forward_train(x, rng);)*
                (($first.0, $($y.0,)*), ($first.1, $($y.1,)*))
            }

            #[inline]
            fn propagate<S: Sink<Self::Gradient>, Input: Dx>(
                &self,
                x: &X,
                y: &Self::Output,
                cache: &Self::Cache,
                dy: &Self::Output,
                mut sink: S,
            ) -> Input::Of<X> {
                let part = sink.part(|gradient| &mut gradient.0.0);
                let dx = self.0.0.propagate::<_, Input>(x, &y.0, &cache.0, &dy.0, part);
                $(
                    let part = sink.part(|gradient| &mut gradient.0.$i);
                    let more = self.0.$i.propagate::<_, Input>(x, &y.$i, &cache.$i, &dy.$i, part);
                    let dx = Input::both(dx, more, |mut dx, more| {
                        dx.accumulate(&more);
                        dx
                    });
                )*
                dx
            }

            by_propagate! { X }
        }

        #[diagnostic::do_not_recommend]
        impl<X, $First, $($Arm),*> StreamTrain<X> for Fork<($First, $($Arm,)*)>
        where
            X: Value<Number: Scalar>,
            $First: StreamTrain<X>,
            $($Arm: StreamTrain<X>,)*
        {
            #[inline]
            fn train_from<R: Rng + ?Sized>(
                &self,
                state: &mut Self::State,
                x: &X,
                rng: &mut R,
            ) -> (<Self as Forward<X>>::Output, Self::Cache) {
                let $first = self.0.0.train_from(&mut state.0, x, rng);
                $(let $y = self.0.$i.train_from(&mut state.$i, x, rng);)*
                (($first.0, $($y.0,)*), ($first.1, $($y.1,)*))
            }
        }
    };
}
tuples! { fork }

parameters! { [F: Parameters] Fork<F> as F => Fork<F::Gradient> { 0: inside } }

impl<F: Init> Init for Fork<F> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.0.reset(initializer, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dense;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // y = (3·2 + 1, 5·2); with dy = (10, 1): dx = 3·10 + 5·1, dW = (10·2, 1·2), db = (10, 1).
        let heads = Fork((Dense::new([[3.0]], [1.0]), Dense::new([[5.0]], [0.0])));
        let x = SVector::from([2.0]);
        let y = heads.forward(&x);
        assert_eq!(y, (SVector::from([7.0]), SVector::from([10.0])));
        let dy = (SVector::from([10.0]), SVector::from([1.0]));
        let mut gradient = Fork::zeros();
        let dx = heads.backward(&x, &y, &((), ()), &dy, &mut gradient);
        assert_eq!(dx[0], 35.0);
        assert_eq!(gradient.0.0, Dense::new([[20.0]], [10.0]));
        assert_eq!(gradient.0.1, Dense::new([[2.0]], [1.0]));
    }

    #[test]
    fn an_arm_stands_beside_what_the_others_gave() {
        // x 1, then 1 + 9 in the first arm; 1 + 5 in the second beside the 2 of the first.
        assert_eq!(activations(1, &[(10, 2), (6, 5)]), 10);
        assert_eq!(activations(1, &[(3, 2), (6, 5)]), 8);
    }
}
