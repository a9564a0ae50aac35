//! That something is a loss.

use crate::{Scalar, losses::LossError};

/// What is true of a loss whatever it compares.
///
/// There is nothing that a loss must say, but that it is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loss",
    label = "has no `LossKind`",
    note = "an output that is a tuple has a tuple of losses, one for each part",
    note = "a loss of your own implements `losses::LossKind` and `losses::SampleLoss`"
)]
pub trait LossKind {
    /// Whether y must be logits (any number), and not probabilities; of several heads, whether one of them
    /// must.
    const LOGITS: bool = false;

    /// What a message about logits calls the loss.
    #[doc(hidden)]
    const NAME: &'static str = "this loss";

    /// Whether the settings of the loss are in their range, for numbers of type T. A loss that takes any
    /// settings need not say so.
    ///
    /// # Errors
    /// If one is outside its range.
    fn settings<T: Scalar>(&self) -> Result<(), LossError> {
        Ok(())
    }
}
