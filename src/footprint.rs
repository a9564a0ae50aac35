//! The memory footprint: how many bytes a network needs, known to the compiler.
//!
//! | | bytes |
//! |---|---|
//! | parameters | all numbers of the network |
//! | activations | x, and the largest input and output of a layer that are alive together |
//! | state | what a network with memory remembers from step to step |
//! | gradient | a number for each trained parameter |
//! | memory | what the optimizer remembers: 1 to 3 numbers for each trained parameter |
//! | intermediates | x, every output, what layers keep for the backward pass; and their gradients, as much again |
//!
//! ```text
//! flash      = parameters                                        of a `static`; code comes on top
//! inference  = activations
//! a step     = activations + state                               of a stream
//! training   = parameters + gradient + memory + intermediates
//! ```
//! The sizes are those of types, so the footprint is constants and costs nothing at run time. It is a
//! bound on the values that layers hand to each other, not a proof of the whole stack: what a layer
//! computes inside, the temporaries of the compiler (without optimisation a multiple) and the frames
//! of functions come on top. Measure those on the target, by painting the stack.
//!
//! For comparison, bytes of stack for one sample, compiled with optimisation for x86-64, with `Relu`
//! (the first with `Tanh`), where network, x, y, gradient, memory and what a step returns are the
//! caller's; a step of `Adam` with `MeanSquaredError` or `SoftmaxCrossEntropy`:
//!
//! | | activations | painted in inference | intermediates | painted in a training step |
//! |---|---|---|---|---|
//! | 18-64-64-4 | 584 | 1,447 | 2,256 | 3,007 |
//! | 64-32-10 | 512 | 271 | 1,104 | 1,511 |
//! | 784-128-10 | 4,160 | 1,279 | 8,400 | 3,007 |
//! | 32-256-256-256-8 | 2,176 | 2,287 | 12,608 | 13,335 |
//! | 1024-512-1024 | 10,240 | 8,415 | 24,576 | 27,007 |
//! | LeNet-5, 28 × 28 | 30,784 | 31,551 | 92,304 | 88,559 |
//! | LSTM 1-16 and `Dense`, 64 steps | 4,416 | 7,615 | 91,016 | 99,455 |
//!
//! A test (`tests/painted_stack.rs`) holds inference below 2 × activations + 1 KiB and a step below
//! 2 × intermediates + 1,280 bytes.
//!
//! # Example
//! ```
//! use constnet::{budget, footprint::Footprint, prelude::*};
//!
//! network!(Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 2);
//! budget!(Policy, SVector<f32, 4> => flash <= 16 * 1024, ram <= 2 * 1024);
//! budget!(Policy, SMatrix<f32, 4, 8>, Adam => ram <= 8 * 1024);
//!
//! type Inference = Footprint<Policy, SVector<f32, 4>>;
//! assert_eq!(Inference::PARAMETERS, 4 * (4 * 16 + 16 + 16 * 2 + 2));
//! // 4 numbers go in; the activation function reads 16 and writes 16.
//! assert_eq!(Inference::ACTIVATIONS, 4 * (4 + 16 + 16));
//!
//! type Training = Footprint<Policy, SMatrix<f32, 4, 8>, Adam>;
//! assert_eq!((Training::GRADIENT, Training::MEMORY), (456, 2 * 456));
//! // 8 samples: 4 in, twice 16, 2 out; and their gradients.
//! assert_eq!(Training::INTERMEDIATES, 2 * 4 * 8 * (4 + 16 + 16 + 2));
//! assert_eq!(Training::TRAINING, 456 + 456 + 912 + 2432);
//! ```

use crate::{Backward, Optimizer, Stream, weights::text::Text};
use core::marker::PhantomData;

/// The footprint of a network `N` for inputs `X`, and with an optimizer `O` that of its training; see
/// [the module](self).
///
/// `X` is the input's type with its batch: `SVector<f32, 4>`, or `SMatrix<f32, 4, 32>`.
#[derive(Debug, Clone, Copy)]
pub struct Footprint<N, X, O = ()>(PhantomData<(N, X, O)>);

impl<N: Backward<X>, X, O> Footprint<N, X, O> {
    /// Bytes of parameters, trained or not.
    pub const PARAMETERS: usize = size_of::<N>();

    /// Bytes of inputs and outputs alive at once in inference.
    pub const ACTIVATIONS: usize = N::ACTIVATIONS;

    /// Bytes of a gradient.
    pub const GRADIENT: usize = size_of::<N::Gradient>();

    /// Bytes of inputs, outputs, what layers keep, and the gradients of all that, in a training step:
    /// a bound, which counts for each thing that a layer keeps a gradient of the same size.
    pub const INTERMEDIATES: usize =
        2 * (size_of::<X>() + size_of::<N::Cache>() + size_of::<N::Output>());
}

/// Of a stream, for steps `X`.
impl<N: Stream<X>, X, O> Footprint<N, X, O> {
    /// Bytes of what is remembered from step to step.
    pub const STATE: usize = size_of::<N::State>();

    /// Bytes of inputs and outputs alive at once in a step.
    pub const STEP: usize = N::ACTIVATIONS;
}

impl<N: Backward<X>, X, O: Optimizer> Footprint<N, X, O> {
    /// Bytes of what the optimizer remembers.
    pub const MEMORY: usize = size_of::<O::Slots<N::Gradient>>();

    /// Bytes of a network in training, with all that a step needs.
    pub const TRAINING: usize =
        Self::PARAMETERS + Self::GRADIENT + Self::MEMORY + Self::INTERMEDIATES;
}

/// Asserts at compile time how many bytes of memory a network may need; what counts is in
/// [`footprint`](crate::footprint).
///
/// ```
/// use constnet::{budget, prelude::*};
///
/// network!(Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 2);
/// budget!(Policy, SVector<f32, 4> => flash <= 16 * 1024, ram <= 2 * 1024);
/// // With an optimizer: a training step, the network's parameters included.
/// budget!(Policy, SMatrix<f32, 4, 8>, Sgd => ram <= 5_000);
/// // A stream: the state is apart from the RAM of a step, because there is one for each voice.
/// network!(Amp: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [1; _]);
/// // h and c: 2·16 numbers.
/// budget!(Amp, SVector<f32, 1> => flash <= 5_000, ram <= 140, state <= 128);
/// // The weights alone, as of a network of 16 bits, which has no `Backward` to count activations.
/// budget!(Policy => flash <= 512);
/// ```
/// A network that needs more does not compile:
/// ```text
/// error[E0080]: evaluation panicked: the network is over its budget: flash 20520 of 16384 bytes, RAM 528 of 2048 bytes
/// ```
/// The first line expands to
/// ```text
/// const _: () = footprint::within(
///     Some((Footprint::<Policy, SVector<f32, 4>>::PARAMETERS, 16 * 1024)),
///     Some((Footprint::<Policy, SVector<f32, 4>>::ACTIVATIONS, 2 * 1024)),
///     None,
/// );
/// ```
#[macro_export]
macro_rules! budget {
    ($net:ty => flash <= $flash:expr $(,)?) => {
        const _: () = $crate::footprint::within(
            $crate::__core::option::Option::Some(($crate::__core::mem::size_of::<$net>(), $flash)),
            $crate::__core::option::Option::None,
            $crate::__core::option::Option::None,
        );
    };
    ($net:ty, $input:ty => flash <= $flash:expr, ram <= $ram:expr, state <= $state:expr $(,)?) => {
        const _: () = $crate::footprint::within(
            $crate::__core::option::Option::Some(($crate::__core::mem::size_of::<$net>(), $flash)),
            $crate::__core::option::Option::Some((
                $crate::footprint::Footprint::<$net, $input>::STEP,
                $ram,
            )),
            $crate::__core::option::Option::Some((
                $crate::footprint::Footprint::<$net, $input>::STATE,
                $state,
            )),
        );
    };
    ($net:ty, $input:ty => flash <= $flash:expr, ram <= $ram:expr $(,)?) => {
        const _: () = $crate::footprint::within(
            $crate::__core::option::Option::Some((
                $crate::footprint::Footprint::<$net, $input>::PARAMETERS,
                $flash,
            )),
            $crate::__core::option::Option::Some((
                $crate::footprint::Footprint::<$net, $input>::ACTIVATIONS,
                $ram,
            )),
            $crate::__core::option::Option::None,
        );
    };
    ($net:ty, $input:ty, $optimizer:ty => ram <= $ram:expr $(,)?) => {
        const _: () = $crate::footprint::within(
            $crate::__core::option::Option::None,
            $crate::__core::option::Option::Some((
                $crate::footprint::Footprint::<$net, $input, $optimizer>::TRAINING,
                $ram,
            )),
            $crate::__core::option::Option::None,
        );
    };
}

/// What [`budget!`](crate::budget) evaluates: pairs of bytes needed and bytes allowed.
#[doc(hidden)]
#[track_caller]
pub const fn within(
    flash: Option<(usize, usize)>,
    ram: Option<(usize, usize)>,
    state: Option<(usize, usize)>,
) {
    let mut text = Text::<200>::new().str("the network is over its budget: ");
    let (parts, mut fits, mut i) = ([("flash ", flash), ("RAM ", ram), ("state ", state)], true, 0);
    let mut before = "";
    while i < parts.len() {
        if let (name, Some((needed, allowed))) = parts[i] {
            fits &= needed <= allowed;
            text = text.str(before).str(name).number(needed as u64).str(" of ");
            text = text.number(allowed as u64).str(" bytes");
            before = ", ";
        }
        i += 1;
    }
    if !fits {
        panic!("{}", text.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Aligned, Dense, Dropout, Frozen, Relu, Residual, Sgd, Tanh};
    use nalgebra::{SMatrix, SVector};

    /// Numbers, not bytes.
    const fn activations<N: Backward<X>, X>() -> usize {
        Footprint::<N, X>::ACTIVATIONS / 4
    }

    #[test]
    fn by_hand() {
        type X = SVector<f32, 3>;
        // One layer: 3 in, 5 out. A stack of one is that layer.
        assert_eq!(activations::<Dense<3, 5>, X>(), 3 + 5);
        assert_eq!(activations::<(Dense<3, 5>,), X>(), 3 + 5);
        // The 3 stay while 5 become 7.
        assert_eq!(activations::<(Dense<3, 5>, Dense<5, 7>), X>(), 3 + 5 + 7);
        // The narrow end does not count.
        type Funnel = (Dense<3, 5>, Dense<5, 7>, Tanh, Dense<7, 2>, Dense<2, 2>);
        assert_eq!(activations::<Funnel, X>(), 3 + 7 + 7);
        // A nested stack holds its own input, the outer one's input beside it.
        type Block = Residual<(Dense<3, 4>, Relu, Dense<4, 3>)>;
        assert_eq!(activations::<Block, X>(), 3 + 4 + 4);
        assert_eq!(activations::<(Relu, Block), X>(), 3 + 3 + 4 + 4);
        assert_eq!(activations::<Frozen<Block>, X>(), 3 + 4 + 4);
        assert_eq!(activations::<Aligned<Block>, X>(), 3 + 4 + 4);
        // A batch counts for every sample.
        assert_eq!(activations::<Funnel, SMatrix<f32, 3, 8>>(), 8 * 17);
    }

    #[test]
    fn of_a_step_by_hand() {
        /// It remembers two numbers for each stream.
        struct Cell;
        impl<const B: usize> Stream<SMatrix<f32, 3, B>> for Cell {
            type State = crate::stream::Hidden<2, B>;
            type Output = SMatrix<f32, 2, B>;
            fn step(&self, state: &mut Self::State, _: &SMatrix<f32, 3, B>) -> Self::Output {
                state.h
            }
        }
        type Net = Footprint<(Cell, Tanh, Frozen<Dense<2, 7>>), SVector<f32, 3>>;
        assert_eq!((Net::STATE, Net::STEP), (4 * 2, 4 * (3 + 2 + 7)));
        type Batch = Footprint<(Cell, Tanh), SMatrix<f32, 3, 5>>;
        assert_eq!((Batch::STATE, Batch::STEP), (5 * 4 * 2, 5 * 4 * (3 + 2 + 2)));
    }

    #[test]
    fn frozen_layers_need_no_gradient_and_dropout_keeps_a_mask() {
        type Net = (Frozen<Dense<2, 2>>, Dropout, Dense<2, 1>);
        type Training = Footprint<Net, SVector<f32, 2>, Sgd>;
        assert_eq!((Training::PARAMETERS, Training::GRADIENT, Training::MEMORY), (36, 12, 12));
        // x 8, two intermediates of 8, y 4, and a mask of 2 bytes, aligned to 4.
        assert_eq!(Training::INTERMEDIATES, 2 * (8 + 8 + 8 + 4 + 4));
    }
}
