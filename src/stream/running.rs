//! A network and its state, for hosts that do not care how many numbers those have.

use super::{State, Stream};
use core::fmt;

/// A network that runs: the weights by reference, the state its own.
///
/// A hundred voices share one network, each with a state of its own. One that goes into a file does so as a
/// [`StateOf`](crate::weights::StateOf) its network: states of two cells may be of one type.
///
/// # Example
/// ```
/// use constnet::{prelude::*, stream::Running};
///
/// network!(Delay: [1; _] => (Dense<1, 1>, Tanh) => [1; _]);
///
/// static NET: Delay = (Dense::new([[1.0]], [0.0]), Tanh);
///
/// let mut voices = [Running::new(&NET); 100];
/// for (i, voice) in voices.iter_mut().enumerate() {
///     let y = voice.next(&SVector::from([i as f32]));
///     assert_eq!(y, NET.forward(&SVector::from([i as f32])));
/// }
/// ```
pub struct Running<'n, N: Stream<X>, X> {
    /// The network.
    pub net: &'n N,
    /// What it remembers.
    pub state: N::State,
}

impl<'n, N: Stream<X>, X> Running<'n, N, X> {
    /// A network at rest.
    #[inline]
    pub fn new(net: &'n N) -> Self {
        Self::from_state(net, State::rest())
    }

    /// A network that goes on from a state: one that was recorded, or that has [settled](Stream::settled).
    ///
    /// ```
    /// use constnet::{prelude::*, stream::{Hidden, Running}};
    ///
    /// // Half of what was, and the input.
    /// let net = Rnn::new([[1.0]], [[0.5]], [0.0]).function::<Identity>();
    /// const RECORDED: Hidden<1> = Hidden::new([[2.0]]);
    /// assert_eq!(Running::from_state(&net, RECORDED).next(&SVector::from([1.0])), SVector::from([2.0]));
    /// ```
    #[inline]
    pub fn from_state(net: &'n N, state: N::State) -> Self {
        Self { net, state }
    }

    /// The output for the next input.
    #[inline]
    pub fn next(&mut self, x: &X) -> N::Output {
        self.net.step(&mut self.state, x)
    }

    /// Back to rest: zeros. If that clicks, set `state` to one that has [settled](Stream::settled).
    #[inline]
    pub fn reset(&mut self) {
        self.state = State::rest();
    }
}

impl<N: Stream<X>, X> Clone for Running<'_, N, X> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Stream<X>, X> Copy for Running<'_, N, X> {}

impl<N: Stream<X, State: fmt::Debug>, X> fmt::Debug for Running<'_, N, X> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Running").field("state", &self.state).finish_non_exhaustive()
    }
}

/// Something that runs, whatever it remembers: object-safe, so that a host chooses at run time.
///
/// # Example
/// ```
/// use constnet::{prelude::*, stream::{Run, Running}};
///
/// let soft = (Dense::new([[1.0_f32]], [0.0]), FastTanh);
/// let hard = Dense::new([[1.0_f32]], [0.0]);
/// for (name, y) in [("soft", 0.99), ("hard", 5.0)] {
///     let (soft, hard) = (&mut Running::new(&soft), &mut Running::new(&hard));
///     let chosen: &mut dyn Run<SVector<f32, 1>, Output = SVector<f32, 1>> =
///         if name == "soft" { soft } else { hard };
///     assert!((chosen.next(&SVector::from([5.0]))[0] - y).abs() < 0.02);
/// }
/// ```
pub trait Run<X> {
    /// What a step gives.
    type Output;

    /// The output for the next input.
    fn next(&mut self, x: &X) -> Self::Output;

    /// Back to rest.
    fn reset(&mut self);
}

impl<N: Stream<X>, X> Run<X> for Running<'_, N, X> {
    type Output = N::Output;

    #[inline]
    fn next(&mut self, x: &X) -> N::Output {
        Self::next(self, x)
    }

    #[inline]
    fn reset(&mut self) {
        Self::reset(self);
    }
}
