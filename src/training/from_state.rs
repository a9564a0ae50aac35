//! A step from a state: truncated backpropagation through time.
//!
//! ```text
//! y, s′ = f(s, x)      L(y)      g = ∂L/∂θ with s held as it is      θ ← θ − …      s ← s′
//! ```
//!
//! A record that is too long to keep is trained on window by window. Each begins with the state that the one
//! before it has left, so that the network has seen all of the past; but the gradient ends at the window's first
//! step, so that what a step costs in memory and in time is that of one window. What that misses, the page on
//! [`sequences`] says.
//!
//! Source: Williams, Peng (1990), *An efficient gradient-based algorithm for on-line training of recurrent
//! network trajectories*, Neural Computation 2(4).
//!
//! [`sequences`]: crate::learn::sequences

#[cfg(feature = "alloc")]
use super::chunks::Start;
use super::{TrainError, TrainReport, Trainer, trainer};
use crate::{
    Backward, Forward, Loss, Only, Optimizer, Scalar, Stream, StreamTrain,
    losses::{self, Parts},
    pass::{Overwrite, Unwanted},
    random::Source,
    values::Batched,
};
use rand::Rng;

impl<O: Optimizer, G, M> Trainer<O, G, M> {
    /// [`step`](Self::step) on windows that continue from `state`, which is left where they end: of B records, a
    /// column each.
    ///
    /// The state has been computed with the weights before the step. It is at rest at the start of a record.
    ///
    /// # Errors
    /// As [`step`](Self::step); the state, too, is then what it was.
    ///
    /// # Example
    /// A record of two windows, whose sum so far the network learns to give: in the second window, only the state
    /// tells it of the first.
    /// ```
    /// use constnet::prelude::*;
    ///
    /// network!(Sum: [1; _] => (Lstm<1, 4>, Dense<4, 1>) => [1; _]);
    ///
    /// let mut rng = constnet::random::generator(1);
    /// let mut net = Sum::init(&mut rng);
    /// let mut trainer = Trainer::new(&net, Adam::new(0.02));
    /// let windows: [[[f32; 1]; 3]; 2] = [[[0.25], [0.0], [-0.5]], [[0.5], [0.25], [0.0]]];
    /// let windows = windows.map(|window| window.map(SVector::from));
    /// let sums = [[0.25, 0.25, -0.25], [0.25, 0.5, 0.5]];
    /// let mut loss = 0.0;
    /// for _ in 0..500 {
    ///     let mut state = net.rest();
    ///     for (x, t) in windows.iter().zip(sums) {
    ///         loss = trainer
    ///             .step_from(&mut net, &mut state, x, &[t], &MeanSquaredError, &mut rng)?
    ///             .loss;
    ///     }
    /// }
    /// assert!(loss < 1e-3, "{loss}");
    /// # Ok::<(), constnet::training::TrainError>(())
    /// ```
    #[doc(alias = "TBPTT")]
    pub fn step_from<T, N, X, Target, L, R, const B: usize>(
        &mut self,
        net: &mut N,
        state: &mut <N as Stream<X>>::State,
        x: &X,
        targets: &[Target; B],
        loss: &L,
        rng: &mut R,
    ) -> Result<TrainReport, TrainError>
    where
        T: Scalar,
        N: StreamTrain<X> + Backward<X, Output: Batched<B, Number = T>, Gradient: Only<T>>,
        L: Loss<<N as Forward<X>>::Output, Target, Value = T>,
        R: Source + ?Sized,
        N::Gradient: trainer::TrainedBy<O, G, M>,
    {
        let () = trainer::Pairing::<N, X, L>::FITS;
        let (trained, _) = self.parts_of_step_from(net, state, x, targets, loss, rng)?;
        Ok(trained)
    }

    /// The same, and the loss part by part.
    pub(super) fn parts_of_step_from<T, N, X, Target, L, R>(
        &mut self,
        net: &mut N,
        state: &mut <N as Stream<X>>::State,
        x: &X,
        targets: &[Target],
        loss: &L,
        rng: &mut R,
    ) -> Result<(TrainReport, L::Parts), TrainError>
    where
        T: Scalar,
        N: StreamTrain<X> + Backward<X, Gradient: Only<T>>,
        L: Loss<<N as Forward<X>>::Output, Target, Value = T>,
        R: Rng + ?Sized,
        N::Gradient: trainer::TrainedBy<O, G, M>,
    {
        let mut after = *state;
        let mut parts = L::Parts::none();
        let gradient = self.gradient_of::<N>();
        let passed = one_pass_from(net, &mut after, x, rng, gradient, |y| {
            let (found, dy) = trainer::gradient_of::<N, _, _, _>(loss, y, targets, None)?;
            parts = found;
            Ok(dy)
        });
        passed.map_err(|error| trainer::blame(net, error))?;
        let step = self.descend(net)?;
        *state = after;
        Ok((TrainReport { loss: losses::loss_of(&parts), step }, parts))
    }
}

/// From a state, which is carried on.
#[cfg(feature = "alloc")]
pub(super) struct FromState;

#[cfg(feature = "alloc")]
impl<N: StreamTrain<X>, X> Start<N, X> for FromState {
    type Memory = <N as Stream<X>>::State;

    #[inline(always)]
    fn run<R: Rng + ?Sized, E>(
        net: &N,
        state: &mut <N as Stream<X>>::State,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&<N as Forward<X>>::Output) -> Result<<N as Forward<X>>::Output, E>,
        gradient: &mut N::Gradient,
    ) -> Result<(), E> {
        one_pass_from(net, state, x, rng, gradient, dy)
    }
}

/// Both passes in a call of their own, so that the intermediates have left the stack when the optimizer walks
/// through the network.
#[inline(never)]
fn one_pass_from<N, X, R, E>(
    net: &N,
    state: &mut <N as Stream<X>>::State,
    x: &X,
    rng: &mut R,
    gradient: &mut N::Gradient,
    dy: impl FnOnce(&<N as Forward<X>>::Output) -> Result<<N as Forward<X>>::Output, E>,
) -> Result<(), E>
where
    N: StreamTrain<X>,
    R: Rng + ?Sized,
{
    net.train_through::<_, Unwanted, _, _>(state, x, rng, dy, Overwrite(gradient))
}
