//! A layer or stack at the start of a cache line.
//!
//! ```text
//! y = L(x)        dx = (∂L/∂x)ᵀ·dy        dθ = L's
//! ```
//!
//! A vector of weights that lies across two lines of the cache is two loads. The compiler asks of a
//! network only that its numbers are aligned, and an allocator gives a large one an address that is
//! sixteen bytes off a line, where every second vector of eight numbers lies across two. Inside
//! `Aligned`, the first tensor begins at a line, and so do the rows of every layer whose width is a
//! multiple of 16.
//!
//! Source: Drepper (2007), *What Every Programmer Should Know About Memory*, section 6.2.1.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Parameters, Stream, StreamTrain, by_propagate,
    kernels::Instructions,
    parameters::{Node, NumberOrLayer},
    pass::{Dx, Sink},
};
use core::mem::offset_of;
use rand::Rng;

/// L, whose address is a multiple of 64.
///
/// [Why](self)
///
/// It does everything as L does, to the same bits, in up to a quarter less time than at the address that a box would
/// have: put it around a whole network. Files of L are files of `Aligned<L>`. Its size is a multiple of 64 bytes;
/// where that is more than its parameters, [`as_slice`](crate::parameters::as_slice) does not compile.
///
/// # Shapes
/// L's. NaN and ±∞ as L has them. The parameters keep the names that they have in L.
///
/// PyTorch needs none: it aligns every tensor.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// network!(Policy: 18 => (Dense<18, 64>, Tanh, Dense<64, 4>) => 4);
///
/// let net = Aligned(Policy::init(&mut random::generator(1)));
/// assert_eq!(&raw const net as usize % 64, 0);
/// assert_eq!(net.predict([0.5; 18]), net.0.predict([0.5; 18]));
/// ```
#[doc(alias = "align")]
#[doc(alias = "cache line")]
#[derive(Debug, Clone, Default, PartialEq)]
#[repr(C, align(64))]
pub struct Aligned<L>(
    /// The layer or stack.
    pub L,
);

impl<L: Forward<X>, X> Forward<X> for Aligned<L> {
    type Output = L::Output;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        self.0.forward(x)
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &X) -> Self::Output {
        self.0.forward_in(instructions, x)
    }
}

impl<L: Stream<X>, X> Stream<X> for Aligned<L> {
    type State = L::State;
    type Output = L::Output;

    const ACTIVATIONS: usize = L::ACTIVATIONS;

    #[inline]
    fn step(&self, state: &mut L::State, x: &X) -> L::Output {
        self.0.step(state, x)
    }

    #[inline(always)]
    fn step_in(&self, instructions: Instructions, state: &mut L::State, x: &X) -> L::Output {
        self.0.step_in(instructions, state, x)
    }
}

impl<L: Backward<X>, X> Backward<X> for Aligned<L> {
    type Cache = L::Cache;

    const PROBABILITIES: bool = L::PROBABILITIES;
    const ACTIVATIONS: usize = L::ACTIVATIONS;
    const MISFIT: Option<Misfit> = L::MISFIT;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, rng: &mut R) -> (Self::Output, Self::Cache) {
        self.0.forward_train(x, rng)
    }

    #[inline]
    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        x: &X,
        y: &Self::Output,
        cache: &Self::Cache,
        dy: &Self::Output,
        mut sink: S,
    ) -> D::Of<X> {
        self.0.propagate::<_, D>(x, y, cache, dy, sink.part(|gradient| &mut gradient.0))
    }

    #[inline]
    fn train<S: Sink<Self::Gradient>, D: Dx, R: Rng + ?Sized, E>(
        &self,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&Self::Output) -> Result<Self::Output, E>,
        mut sink: S,
    ) -> Result<D::Of<X>, E> {
        self.0.train::<_, D, _, _>(x, rng, dy, sink.part(|gradient| &mut gradient.0))
    }

    by_propagate! { X }
}

impl<L: StreamTrain<X>, X> StreamTrain<X> for Aligned<L> {
    #[inline]
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut L::State,
        x: &X,
        rng: &mut R,
    ) -> (<L as Forward<X>>::Output, L::Cache) {
        self.0.train_from(state, x, rng)
    }

    #[inline]
    fn train_through<S: Sink<Self::Gradient>, D: Dx, R: Rng + ?Sized, E>(
        &self,
        state: &mut L::State,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&<L as Forward<X>>::Output) -> Result<<L as Forward<X>>::Output, E>,
        mut sink: S,
    ) -> Result<D::Of<X>, E> {
        self.0.train_through::<_, D, _, _>(state, x, rng, dy, sink.part(|gradient| &mut gradient.0))
    }
}

// SAFETY: L is the only field and lies at the start, so its layout is that of the whole, the rest is
// padding, and the gradient's is likewise that of L's gradient. By hand, because `parameters!` would
// name the wrapper in fingerprints: a file that fits L must fit this.
unsafe impl<L: Parameters> Parameters for Aligned<L> {
    type Gradient = Aligned<L::Gradient>;
    const NAME: &'static str = L::NAME;
    const CONSTANTS: &'static [u64] = L::CONSTANTS;
    const SETTINGS: &'static [f64] = L::SETTINGS;
    const LAYOUT: &'static [Node] = L::LAYOUT;

    unsafe fn write_zeros(slot: *mut Self) {
        const { assert!(offset_of!(Self, 0) == 0) };
        // SAFETY: the field of a valid slot is valid.
        unsafe { L::write_zeros(&raw mut (*slot).0) }
    }
}

// SAFETY: the numbers are those of L.
unsafe impl<L: Parameters> NumberOrLayer for Aligned<L> {
    type Numbers = (L,);
}

impl<L: Init> Init for Aligned<L> {
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
        // y = 3·2 + 1 = 7; with dy = 10: dW = 10·2, db = 10, dx = 3·10.
        let layer = Aligned(Dense::<1, 1>::new([[3.0]], [1.0]));
        let (x, dy) = (SVector::from([2.0]), SVector::from([10.0]));
        let y = layer.forward(&x);
        assert_eq!(y[0], 7.0);
        let mut gradient = Aligned::zeros();
        let dx = layer.backward(&x, &y, &(), &dy, &mut gradient);
        assert_eq!((dx[0], gradient.0), (30.0, Dense::new([[20.0]], [10.0])));
    }

    #[test]
    fn every_row_of_a_wide_layer_begins_at_a_line() {
        let [net, other] =
            [(); 2].map(|()| Aligned((Dense::<3, 64>::zeros(), Dense::<64, 16>::zeros())));
        for net in [&net, &other] {
            assert_eq!(&raw const *net as usize % 64, 0);
            for row in net.0.0.weight.column_iter() {
                assert_eq!(row.as_ptr() as usize % 64, 0);
            }
            for row in net.0.1.weight.column_iter() {
                assert_eq!(row.as_ptr() as usize % 64, 0);
            }
        }
        assert_eq!(size_of::<Aligned<()>>(), 0);
    }
}
