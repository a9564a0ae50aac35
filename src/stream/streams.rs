//! States whose streams can be told apart.

use super::{Hidden, State};
use crate::Weight;

/// A state of several streams, one of which can be set to what it is in another state: for streams of a batch that end
/// at different steps ([`Padded`](crate::layers::Padded)).
///
/// Every state of this crate is one; a state of your own says it in a few lines.
///
/// # Laws
/// - Afterwards stream `b` goes on as it would from `other`, and all other streams as before, bit for bit, even where both
///   states have taken another number of steps.
/// - A stream that there is not changes nothing.
///
/// # Example
/// ```
/// use constnet::{prelude::*, stream::{Hidden, Streams}};
///
/// let (mut state, other) = (Hidden::new([[1.0], [2.0]]), Hidden::new([[10.0], [20.0]]));
/// state.set_stream(1, &other);
/// assert_eq!(state, Hidden::new([[1.0], [20.0]]));
/// ```
#[diagnostic::on_unimplemented(
    message = "the streams of the state `{Self}` cannot be told apart",
    label = "is not `stream::Streams`",
    note = "a state of your own implements `Streams`: stream `b` of one state becomes what it is in another"
)]
pub trait Streams: State {
    /// Stream `b` becomes what it is in `other`.
    fn set_stream(&mut self, b: usize, other: &Self);
}

impl Streams for () {
    #[inline]
    fn set_stream(&mut self, _: usize, (): &()) {}
}

impl<const H: usize, const B: usize, W: Weight> Streams for Hidden<H, B, W> {
    #[inline]
    fn set_stream(&mut self, b: usize, other: &Self) {
        if let (Some(h), Some(other)) = (self.h.data.0.get_mut(b), other.h.data.0.get(b)) {
            *h = *other;
        }
    }
}
