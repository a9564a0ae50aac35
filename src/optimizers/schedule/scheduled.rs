//! An optimizer and its schedule.

/// An optimizer whose learning rate follows a schedule; see [`Optimizer::schedule`](crate::Optimizer::schedule).
///
/// # Example
/// ```
/// use constnet::{optimizers::{memory, schedule::StepDecay}, prelude::*};
///
/// let mut net = Dense::new([[0.0]], [0.0]);
/// let sgd = Sgd::new(1.0).schedule(StepDecay::new(2, 0.5));
/// let mut memory = memory::inline(&net, &sgd);
/// for _ in 0..4 {
///     sgd.step(&mut net, &mut Dense::new([[-1.0]], [0.0]), &mut memory)?;
/// }
/// assert_eq!(net.weight[0], 1.0 + 1.0 + 0.5 + 0.5_f64);
/// # Ok::<(), constnet::optimizers::StepError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scheduled<O, S> {
    pub(super) optimizer: O,
    pub(super) schedule: S,
}

impl<O, S> Scheduled<O, S> {
    /// `optimizer` with its learning rate multiplied by `schedule`.
    pub const fn new(optimizer: O, schedule: S) -> Self {
        Self { optimizer, schedule }
    }
}
