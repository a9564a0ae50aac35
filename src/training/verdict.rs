//! What an observer of the training says.

use core::ops::ControlFlow;

/// What an observer of [`fit_with`](super::fit_with) returns: `()` goes on, and a [`ControlFlow`] goes
/// on or ends the training.
#[diagnostic::on_unimplemented(
    message = "an observer of the training returns `()` or `ControlFlow<()>`, and this one `{Self}`",
    label = "neither `()` nor `ControlFlow<()>`"
)]
pub trait Verdict {
    /// Whether to go on.
    fn flow(self) -> ControlFlow<()>;
}

#[diagnostic::do_not_recommend]
impl Verdict for () {
    fn flow(self) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

#[diagnostic::do_not_recommend]
impl Verdict for ControlFlow<()> {
    fn flow(self) -> ControlFlow<()> {
        self
    }
}
