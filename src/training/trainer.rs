//! One step of training.

use super::MiniBatch;
use crate::{
    Backward, Loss, Only, Optimizer, Parameters, Scalar,
    init::BY_VALUE,
    losses::{self, LossError, LossKind, Parts},
    misfit::fits,
    optimizers::{Memory, StepError, StepReport},
    parameters::{
        Node, NodeKind, TensorName,
        numbers::for_each_tensor,
        text::{Text, same},
    },
    pass::{Discard, Overwrite, Unwanted, Wanted},
    random::{self, Source},
    values::{Batched, Place},
};
use core::{borrow::BorrowMut, convert::Infallible, fmt, marker::PhantomData};
use rand::Rng;

/// An optimizer with what it needs besides the network: a gradient, and its memory.
///
/// For a field or an argument its type is [`TrainerOf<Net, Adam>`](TrainerOf). `G` and `M` are gradient and memory
/// themselves, boxes of them, or `&mut` to storage of yours. No step allocates, or passes anything the size of a
/// network by value.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// network!(Net: 1 => (Dense<1, 4>, Tanh, Dense<4, 1>) => 1);
///
/// let mut rng = constnet::random::generator(1);
/// let mut net = Net::init(&mut rng);
/// let mut trainer = Trainer::new(&net, Adam::new(0.05));
/// let x = SMatrix::<f32, 1, 3>::from([[-1.0], [0.0], [1.0]]);
/// for _ in 0..500 {
///     trainer.step(&mut net, &x, &[0.5, -0.5, 0.5], &MeanSquaredError, &mut rng)?;
/// }
/// assert!((net.forward(&SVector::from([0.0]))[0] + 0.5).abs() < 0.05);
/// # Ok::<(), constnet::training::TrainError>(())
/// ```
#[derive(Debug, Clone)]
// The compiler quotes this line where someone writes `Trainer<Adam>`.
pub struct Trainer<O, G, M> /* of a network `Net`: `TrainerOf<Net, Adam>` */ {
    pub(super) optimizer: O,
    pub(super) gradient: G,
    pub(super) memory: Memory<M>,
}

/// The trainer that [`Trainer::new`] makes, for a field or an argument: `TrainerOf<Net, Adam>`.
///
/// The optimizer's type includes what is wrapped around it: [`Clip<Adam>`](crate::optimizers::Clip) after
/// [`clip_norm`](Optimizer::clip_norm), [`Scheduled<Adam, Cosine>`](crate::optimizers::Scheduled) after
/// [`schedule`](Optimizer::schedule).
/// ```
/// use constnet::{optimizers::Clip, prelude::*};
///
/// network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);
///
/// struct Agent {
///     net: Net,
///     trainer: TrainerOf<Net, Clip<Adam>>,
/// }
/// let net = Net::seeded(1);
/// let agent = Agent { trainer: Trainer::new(&net, Adam::new(1e-3).clip_norm(1.0)), net };
/// assert_eq!(agent.trainer.gradient().0.bias, SVector::from([0.0; 8]));
/// ```
pub type TrainerOf<N, O> =
    Trainer<O, <N as Parameters>::Gradient, <O as Optimizer>::Slots<<N as Parameters>::Gradient>>;

/// ∂L/∂x of an input, where dy = ∂L/∂y is a function of the output. It says what in the input the output
/// depends on (saliency), or how to change the input (adversarial examples, optimal control).
///
/// The network computes as in training; what is random in it is drawn from seed 0.
///
/// ```
/// use constnet::{prelude::*, training::input_gradient};
///
/// // y = 2·a − 3·b, so ∂y/∂a = 2 and ∂y/∂b = −3.
/// let net = Dense::new([[2.0, -3.0]], [1.0]);
/// let x = SVector::from([5.0, 7.0]);
/// assert_eq!(input_gradient(&net, &x, |_| SVector::from([1.0])), SVector::from([2.0, -3.0]));
/// ```
pub fn input_gradient<N, X>(net: &N, x: &X, dy: impl FnOnce(&N::Output) -> N::Output) -> X
where
    N: Backward<X>,
{
    let dy = |y: &N::Output| Ok::<_, Infallible>(dy(y));
    let Ok(dx) = net.train::<_, Wanted, _, _>(x, &mut random::generator(0), dy, Discard);
    dx
}

/// What a training step reports.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TrainReport {
    /// The loss before the step.
    pub loss: f64,
    /// What the optimizer saw.
    pub step: StepReport,
}

impl<O: Optimizer, G: Parameters> Trainer<O, G, O::Slots<G>> {
    /// A trainer that holds its gradient and memory itself, for networks that are small beside the
    /// stack: a gradient of more than 1 MiB does not compile here, and goes into
    /// [`boxed`](Self::boxed).
    pub fn new<N: Parameters<Gradient = G>>(_: &N, optimizer: O) -> Self {
        const {
            assert!(
                size_of::<G>() <= BY_VALUE,
                "the gradient of this network is larger than 1 MiB, too large for the stack: write `Trainer::boxed(&*net, …)`; without an allocator, `Trainer::with`"
            );
        }
        Self { optimizer, gradient: G::zeros(), memory: Memory::new(Parameters::zeros()) }
    }
}

#[cfg(feature = "alloc")]
impl<O: Optimizer, G: Parameters> Trainer<O, alloc::boxed::Box<G>, alloc::boxed::Box<O::Slots<G>>> {
    /// A trainer with gradient and memory on the heap.
    pub fn boxed<N: Parameters<Gradient = G>>(_: &N, optimizer: O) -> Self {
        Self {
            optimizer,
            gradient: G::zeros_boxed(),
            memory: Memory::new(Parameters::zeros_boxed()),
        }
    }
}

impl<O: Optimizer, G, M> Trainer<O, G, M> {
    /// A trainer in storage of yours; the memory is one that is fresh or that belongs to `optimizer`.
    pub const fn with(optimizer: O, gradient: G, memory: Memory<M>) -> Self {
        Self { optimizer, gradient, memory }
    }

    /// The optimizer's settings, to be changed between steps.
    pub const fn optimizer(&mut self) -> &mut O {
        &mut self.optimizer
    }

    /// What the optimizer remembers.
    pub const fn memory(&self) -> &Memory<M> {
        &self.memory
    }

    /// What the optimizer remembers, to be filled from a checkpoint.
    pub(crate) const fn memory_mut(&mut self) -> &mut Memory<M> {
        &mut self.memory
    }

    /// The gradient of the last step; clipping may have changed it.
    pub const fn gradient(&self) -> &G {
        &self.gradient
    }

    /// One step on one batch, with a target for each of its columns: forward, loss, backward, update. A
    /// batch that is partial is a [`MiniBatch`], for [`step_batch`](Self::step_batch).
    ///
    /// # Errors
    /// If a setting of the loss or the optimizer or a target is out of range, or the loss, the
    /// gradient or the result of the step is not finite. Then nothing has changed: neither the network nor the optimizer's memory.
    #[inline(always)]
    pub fn step<T, N, X, Target, L, R, const B: usize /* fewer targets: `step_batch` */>(
        &mut self,
        net: &mut N,
        x: &X,
        targets: &[Target; B],
        loss: &L,
        rng: &mut R,
    ) -> Result<TrainReport, TrainError>
    where
        T: Scalar,
        N: Backward<X, Output: Batched<B, Number = T>, Gradient: Only<T>>,
        L: Loss<N::Output, Target, Value = T>,
        R: Source + ?Sized,
        N::Gradient: TrainedBy<O, G, M>,
    {
        let () = Pairing::<N, X, L>::FITS;
        self.step_on_first(net, x, targets, loss, rng, &mut L::Parts::none())
    }

    /// [`step`](Self::step) on a batch that may be partial, as the last one of an epoch is: its samples
    /// count, and what stands in the other columns does not.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn step_batch<T, N, X, Target, L, R, const B: usize>(
        &mut self,
        net: &mut N,
        batch: &MiniBatch<X, Target, B>,
        loss: &L,
        rng: &mut R,
    ) -> Result<TrainReport, TrainError>
    where
        T: Scalar,
        N: Backward<X, Output: Batched<B, Number = T>, Gradient: Only<T>>,
        L: Loss<N::Output, Target, Value = T>,
        R: Source + ?Sized,
        N::Gradient: TrainedBy<O, G, M>,
    {
        let () = Pairing::<N, X, L>::FITS;
        self.step_on_first(net, &batch.x, batch.targets(), loss, rng, &mut L::Parts::none())
    }

    /// One step on the first columns of x, as many as there are targets, and its loss part by part.
    #[inline(always)]
    pub(super) fn step_on_first<T, N, X, Target, L, R>(
        &mut self,
        net: &mut N,
        x: &X,
        targets: &[Target],
        loss: &L,
        rng: &mut R,
        parts: &mut L::Parts,
    ) -> Result<TrainReport, TrainError>
    where
        T: Scalar,
        N: Backward<X, Gradient: Only<T>>,
        L: Loss<N::Output, Target, Value = T>,
        R: Rng + ?Sized,
        N::Gradient: TrainedBy<O, G, M>,
    {
        let step = self.step_with(net, x, rng, |y| {
            let (found, dy) = gradient_of::<N, _, _, _>(loss, y, targets, None)?;
            *parts = found;
            Ok(dy)
        });
        match step {
            Ok(step) => Ok(TrainReport { loss: losses::loss_of(parts), step }),
            Err(error) => Err(blame(net, error)),
        }
    }

    /// One step from a ∂L/∂y of your own, a value like y or a `Result` of one: for losses that are not a
    /// function of one output and its target, as in reinforcement learning.
    ///
    /// # Errors
    /// Those of `dy`, and those of the optimizer; then nothing has changed.
    ///
    /// # Example
    /// A policy gradient: actions are drawn from p = softmax(z), and of two only the second earns a
    /// reward r of 1. The loss of an action a is −r·ln p_a, whose gradient is r·(p − e_a): what earned
    /// something becomes likelier (Williams 1992, REINFORCE).
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let mut rng = random::generator(1);
    /// let mut policy = Dense::<1, 2>::zeros();
    /// let mut trainer = Trainer::new(&policy, Sgd::new(0.5));
    /// let state = SVector::from([1.0]);
    /// for _ in 0..50 {
    ///     let draw = random::unit(&mut rng) as f32;
    ///     trainer.step_with(&mut policy, &state, &mut rng, |z| {
    ///         let p = Softmax.forward(z);
    ///         let (action, reward) = if draw < p[0] { (0, 0.0) } else { (1, 1.0) };
    ///         let mut dz = p * reward;
    ///         dz[action] -= reward;
    ///         dz
    ///     })?;
    /// }
    /// assert!(Softmax.forward(&policy.forward(&state))[1] > 0.9);
    /// # Ok::<(), constnet::optimizers::StepError>(())
    /// ```
    pub fn step_with<T, N, X, R, D>(
        &mut self,
        net: &mut N,
        x: &X,
        rng: &mut R,
        dy: impl FnOnce(&N::Output) -> D,
    ) -> Result<StepReport, D::Error>
    where
        T: Scalar,
        N: Backward<X, Gradient: Only<T>>,
        R: Source + ?Sized,
        N::Gradient: TrainedBy<O, G, M>,
        D: Slope<N::Output>,
    {
        one_pass(net, x, rng, |y| dy(y).slope(), self.gradient_of::<N>())?;
        Ok(self.descend(net)?)
    }

    /// The gradient in its storage.
    #[inline(always)]
    pub(crate) fn gradient_of<N: Parameters>(&mut self) -> &mut N::Gradient
    where
        N::Gradient: TrainedBy<O, G, M>,
    {
        TrainedBy::<O, G, M>::gradient(&mut self.gradient)
    }

    /// The optimizer's step, by the gradient in its storage.
    #[inline(always)]
    pub(super) fn descend<T: Scalar, N>(&mut self, net: &mut N) -> Result<StepReport, StepError>
    where
        N: Parameters<Gradient: Only<T> + TrainedBy<O, G, M>>,
    {
        let gradient: &mut N::Gradient = TrainedBy::<O, G, M>::gradient(&mut self.gradient);
        self.memory
            .step(TrainedBy::<O, G, M>::slots, |slots| self.optimizer.step(net, gradient, slots))
    }
}

/// A gradient, for which a trainer has storage: for itself in `G`, for what the optimizer `O` remembers in `M`.
///
/// Of every gradient those are the types themselves, and boxes of them. It stands where bounds on `G` and `M` would,
/// so that a trainer of another network is called that.
#[diagnostic::on_unimplemented(
    message = "this trainer is of another network",
    label = "not a network of the type that the trainer was made for",
    note = "`Trainer::new(&net, …)` and `Trainer::boxed(&net, …)` make a trainer for networks of the type of `net`"
)]
pub trait TrainedBy<O: Optimizer, G, M>: Parameters {
    /// The gradient in its storage.
    fn gradient(storage: &mut G) -> &mut Self;
    /// The slots in theirs.
    fn slots(storage: &mut M) -> &mut O::Slots<Self>;
}

#[diagnostic::do_not_recommend]
impl<N, O, G, M> TrainedBy<O, G, M> for N
where
    N: Parameters,
    O: Optimizer,
    G: BorrowMut<N>,
    M: BorrowMut<O::Slots<N>>,
{
    #[inline(always)]
    fn gradient(storage: &mut G) -> &mut Self {
        storage.borrow_mut()
    }

    #[inline(always)]
    fn slots(storage: &mut M) -> &mut O::Slots<Self> {
        storage.borrow_mut()
    }
}

/// What [`Trainer::step_with`] is given for an output Y: its ∂L/∂y, which is a value like y, or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a gradient by the output `{Y}`",
    label = "neither a value like the output nor a `Result` of it",
    note = "∂L/∂y has the type of y: a column for each sample of the batch"
)]
pub trait Slope<Y> {
    /// What the closure and the step fail with.
    type Error: From<StepError>;

    /// ∂L/∂y, if there is one.
    ///
    /// # Errors
    /// Those of whoever computed it.
    fn slope(self) -> Result<Y, Self::Error>;
}

impl<Y> Slope<Y> for Y {
    type Error = StepError;
    #[inline(always)]
    fn slope(self) -> Result<Y, StepError> {
        Ok(self)
    }
}

impl<Y, E: From<StepError>> Slope<Y> for Result<Y, E> {
    type Error = E;
    #[inline(always)]
    fn slope(self) -> Self {
        self
    }
}

/// [`Backward::train`] in a call of its own, so that the intermediates have left the stack when
/// the optimizer walks through the network.
#[inline(never)]
fn one_pass<N, X, R, E>(
    net: &N,
    x: &X,
    rng: &mut R,
    dy: impl FnOnce(&N::Output) -> Result<N::Output, E>,
    gradient: &mut N::Gradient,
) -> Result<(), E>
where
    N: Backward<X>,
    R: Rng + ?Sized,
{
    net.train::<_, Unwanted, _, _>(x, rng, dy, Overwrite(gradient))
}

/// That a network takes inputs of these sizes, and that a loss on logits is not given probabilities. Asked in what a
/// program calls itself, so that the last note of the first error is of that call.
pub(crate) struct Pairing<N, X, L>(PhantomData<(N, X, L)>);

impl<N: Backward<X>, X, L: LossKind> Pairing<N, X, L> {
    pub(crate) const FITS: () = {
        fits(N::MISFIT);
        if L::LOGITS && N::PROBABILITIES {
            let text = Text::<320>::new().str(L::NAME).str(" takes logits, and the last layer, ");
            let text = text.str(last(N::NAME, N::LAYOUT)).str(
                ", gives probabilities: leave that layer out, or take a loss on probabilities (`CrossEntropy`, `BinaryCrossEntropy`)",
            );
            panic!("{}", text.as_str());
        }
    };
}

/// The name of the last layer, inside stacks and wrappers.
const fn last(name: &'static str, nodes: &[Node]) -> &'static str {
    match nodes {
        [.., Node { name: field, kind: NodeKind::Branch { layer, nodes, .. }, .. }]
            if field.is_empty() || same(name, "stack") =>
        {
            last(layer, nodes)
        }
        _ => name,
    }
}

/// L and dy of the first columns of y, as many as there are targets, where L is finite: what they add to
/// those of a whole, if it is not they.
#[inline]
pub(super) fn gradient_of<N, X, Target, L>(
    loss: &L,
    y: &N::Output,
    targets: &[Target],
    whole: Option<&L::Parts>,
) -> Result<(L::Parts, N::Output), TrainError>
where
    N: Backward<X>,
    L: Loss<N::Output, Target>,
{
    let mut dy = L::zeros();
    let parts = losses::terms(loss, y, targets, whole, &mut dy)?;
    let found = losses::loss_of(&parts);
    if found.is_finite() { Ok((parts, dy)) } else { Err(TrainError::NonFiniteLoss(found)) }
}

/// The error of a step; a loss that is not finite is the network's, if the network is not.
#[cold]
#[inline(never)]
pub(crate) fn blame<N: Parameters>(net: &N, error: TrainError) -> TrainError {
    match error {
        TrainError::NonFiniteLoss(_) => {
            not_finite(net).map_or(error, |path| StepError::NotFinite(path).into())
        }
        error => error,
    }
}

/// The first tensor of a network, trained or not, that holds a number that is not finite.
pub(super) fn not_finite<N: Parameters>(net: &N) -> Option<TensorName> {
    let (mut leaf, mut found) = (0, None);
    for_each_tensor(net, |_, _, numbers| {
        if !numbers.are_finite() {
            found.get_or_insert(leaf);
        }
        leaf += 1;
    });
    found.map(TensorName::of::<N>)
}

/// Why a training step was not taken. Nothing has changed.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum TrainError {
    /// The loss has no value for these targets.
    Loss(LossError),
    /// The loss is NaN or infinite, and all parameters are finite.
    NonFiniteLoss(f64),
    /// The gradient, the network or a setting of the optimizer does not allow the step.
    Step(StepError),
    /// A sample that the data set does not have.
    Sample {
        /// Its number.
        found: usize,
        /// How many there are.
        samples: usize,
    },
    /// A sample that `Fit::augment` has changed to one that is not finite.
    Augmented {
        /// Its number.
        sample: usize,
        /// Where in it.
        place: Place,
        /// Which of its features.
        feature: usize,
        /// Its value.
        found: f64,
    },
}

impl fmt::Display for TrainError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loss(error) => error.fmt(out),
            Self::NonFiniteLoss(loss) => write!(
                out,
                "the loss is {loss}: the learning rate may be too large, or the data not scaled; the step was not taken"
            ),
            Self::Step(error) => error.fmt(out),
            Self::Sample { found, samples } => write!(
                out,
                "sample {found} of a data set of {samples}, whose samples are 0 to {}",
                samples.saturating_sub(1)
            ),
            Self::Augmented { sample, place, feature, found } => write!(
                out,
                "feature {feature} of sample {sample}{} is {found} after the plan has augmented it, expected a finite number",
                place.behind()
            ),
        }
    }
}

sentence! { TrainError }

impl core::error::Error for TrainError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Loss(error) => Some(error),
            Self::Step(error) => Some(error),
            Self::NonFiniteLoss(_) | Self::Sample { .. } | Self::Augmented { .. } => None,
        }
    }
}

impl From<LossError> for TrainError {
    fn from(error: LossError) -> Self {
        Self::Loss(error)
    }
}

impl From<StepError> for TrainError {
    fn from(error: StepError) -> Self {
        Self::Step(error)
    }
}
