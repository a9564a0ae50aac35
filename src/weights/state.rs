//! States of streams, in files that say which network they belong to.

use super::fingerprint;
use crate::{Constant, Parameters, State, parameters};
use core::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// A [state](crate::stream) for a file, which then carries the fingerprint of its network: the state of another
/// network is an error, even where it has the same shape.
///
/// A state can also be saved by itself, like everything with parameters; then only its own shape is compared. Nothing
/// checks that the *numbers* of the network are the same.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights::{self, Error, StateOf}};
///
/// network!(Mono: [1; _] => (Lstm<1, 4>, Dense<4, 1>) => [1; _]);
/// network!(Stereo: [1; _] => (Lstm<1, 4>, Dense<4, 2>) => [2; _]);
///
/// let net = Mono::init(&mut random::generator(1));
/// let mut state = net.settled(&SVector::from([0.5]), 100);
/// let file = weights::to_vec(&StateOf::new(&net, state))?;
///
/// let mut saved = StateOf::new(&net, net.settled(&SVector::zeros(), 0));
/// weights::load_into(&mut saved, &file)?;
/// assert_eq!(saved.state, state);
///
/// // The same cell, in another network.
/// let stereo = Stereo::zeros();
/// let mut saved = StateOf::new(&stereo, saved.state);
/// assert!(matches!(weights::load_into(&mut saved, &file), Err(Error::Fingerprint { .. })));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct StateOf<N, S> {
    /// The state.
    pub state: S,
    network: PhantomData<Identity<N>>,
}

impl<N, S> StateOf<N, S> {
    /// A state of this network.
    pub const fn new(_: &N, state: S) -> Self {
        Self { state, network: PhantomData }
    }
}

parameters! {
    [N: Parameters + 'static, S: State] StateOf<N, S> as S => () { state: inside, network: setting }
}

impl<N: Parameters, S: fmt::Debug> fmt::Debug for StateOf<N, S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("StateOf").field("network", &N::NAME).field("state", &self.state).finish()
    }
}

/// A network's fingerprint as a setting, from which fingerprints are made.
struct Identity<N>(PhantomData<fn() -> N>);

impl<N: Parameters + 'static> Constant for Identity<N> {
    /// As many of its bits as a number of this type has.
    const VALUE: f64 = (fingerprint::<N>() >> 12) as f64;
}

impl<N> Clone for Identity<N> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<N> Copy for Identity<N> {}
impl<N> Default for Identity<N> {
    fn default() -> Self {
        Self(PhantomData)
    }
}
impl<N> PartialEq for Identity<N> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl<N> Eq for Identity<N> {}
impl<N> Hash for Identity<N> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
impl<N> fmt::Debug for Identity<N> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Identity")
    }
}
