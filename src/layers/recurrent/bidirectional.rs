//! A sequence from both ends.
//!
//! ```text
//! y = (F(x), reversed G(reversed x))      dx = F′(dy₁) + reversed G′(reversed dy₂)
//! ```
//!
//! F′ and G′ are the backward passes of F and G. At each step the first half knows what came before, and the second
//! what comes after: it is for sequences that are there as a whole, such as a gesture or a sentence. It cannot
//! stream, because its second half begins at the end. Cost: that of F and of G.
//!
//! Source: Schuster, Paliwal (1997), *Bidirectional recurrent neural networks*, IEEE Transactions on Signal
//! Processing 45(11), section II.C.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, Parameters, Scalar, Value, by_propagate,
    parameters,
    pass::{Dx, Sink},
};
use core::fmt;
use rand::Rng;

/// One layer reads a sequence from its first step on, another from its last.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `[X; L]` → `([Y; L], [Z; L])`, where F gives Y for X and G gives Z; [`Concat`](crate::Concat) makes them one
/// sequence.
///
/// PyTorch: `nn.LSTM(IN, H, bidirectional=True)` is `(Bidirectional<Lstm<IN, H>>, Concat<{ 2 * H }>)`; the tensors of
/// G are those whose names end in `_reverse`. Keras: `Bidirectional(LSTM(H, return_sequences=True))`.
///
/// # Example
/// ```
/// use constnet::{layers::{Bidirectional, Rnn}, prelude::*};
///
/// // Sums of what was, and of what will be.
/// let sum = Rnn::new([[1.0]], [[1.0]], [0.0]).function::<Identity>();
/// let both = Bidirectional { forward: sum.clone(), reverse: sum };
/// let (before, after) = both.forward(&[1.0, 2.0, 3.0_f32].map(|x| SVector::from([x])));
/// assert_eq!(before.map(|y| y[0]), [1.0, 3.0, 6.0]);
/// assert_eq!(after.map(|y| y[0]), [6.0, 5.0, 3.0]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Bidirectional<F, G = F> {
    /// It reads from the first step on.
    pub forward: F,
    /// It reads from the last step back.
    pub reverse: G,
}

parameters! {
    [F: Parameters, G: Parameters]
    Bidirectional<F, G> as F, G => Bidirectional<F::Gradient, G::Gradient> {
        forward: inside,
        reverse: layer,
    }
}

/// The last step first.
fn reversed<X: Copy, const L: usize>(x: &[X; L]) -> [X; L] {
    let mut x = *x;
    x.reverse();
    x
}

impl<F, G, X, Y, Z, const L: usize> Forward<[X; L]> for Bidirectional<F, G>
where
    X: Copy,
    Y: Copy,
    Z: Copy,
    F: Forward<[X; L], Output = [Y; L]>,
    G: Forward<[X; L], Output = [Z; L]>,
{
    type Output = ([Y; L], [Z; L]);

    #[inline]
    fn forward(&self, x: &[X; L]) -> Self::Output {
        (self.forward.forward(x), reversed(&self.reverse.forward(&reversed(x))))
    }
}

impl<F, G, X, Y, Z, const L: usize> Backward<[X; L]> for Bidirectional<F, G>
where
    X: Value<Number: Scalar>,
    Y: Copy,
    Z: Copy,
    F: Backward<[X; L], Output = [Y; L]>,
    G: Backward<[X; L], Output = [Z; L]>,
{
    type Cache = (F::Cache, G::Cache);

    const MISFIT: Option<Misfit> = Misfit::first(&[F::MISFIT, G::MISFIT]);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &[X; L],
        rng: &mut R,
    ) -> (Self::Output, Self::Cache) {
        let (y, cache) = self.forward.forward_train(x, rng);
        let (z, cache_of_reverse) = self.reverse.forward_train(&reversed(x), rng);
        ((y, reversed(&z)), (cache, cache_of_reverse))
    }

    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        x: &[X; L],
        (y, z): &Self::Output,
        (cache, cache_of_reverse): &Self::Cache,
        (dy, dz): &Self::Output,
        mut sink: S,
    ) -> D::Of<[X; L]> {
        let part = sink.part(|gradient| &mut gradient.forward);
        let dx = self.forward.propagate::<_, D>(x, y, cache, dy, part);
        let part = sink.part(|gradient| &mut gradient.reverse);
        let dx_of_reverse = self.reverse.propagate::<_, D>(
            &reversed(x),
            &reversed(z),
            cache_of_reverse,
            &reversed(dz),
            part,
        );
        D::both(dx, D::map(dx_of_reverse, |dx| reversed(&dx)), |mut dx, other| {
            dx.accumulate(&other);
            dx
        })
    }

    by_propagate! { [X; L] }
}

impl<F: Init, G: Init> Init for Bidirectional<F, G> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.forward.reset(initializer, rng);
        self.reverse.reset(initializer, rng);
    }
}

impl<F: fmt::Debug, G: fmt::Debug> fmt::Debug for Bidirectional<F, G> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Bidirectional({:?}, {:?})", self.forward, self.reverse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, layers::Rnn};
    use nalgebra::SVector;

    #[test]
    fn two_steps_by_hand() {
        // Sums from either end of (1, 2): (1, 3) and (3, 2). dy = 1 everywhere: x₁ is in two of the first and one of the second.
        let sum = Rnn::<1, 1, f64>::new([[1.0]], [[1.0]], [0.0]).function::<Identity>();
        let both = Bidirectional { forward: sum.clone(), reverse: sum };
        let x = [1.0, 2.0].map(|x| SVector::from([x]));
        let (y, cache) = both.forward_train(&x, &mut crate::random::generator(1));
        assert_eq!((y.0.map(|y| y[0]), y.1.map(|y| y[0])), ([1.0, 3.0], [3.0, 2.0]));
        let one = [SVector::from([1.0]); 2];
        let dx = both.backward_input(&x, &y, &cache, &(one, one));
        assert_eq!(dx.map(|dx| dx[0]), [3.0, 3.0]);
    }
}
