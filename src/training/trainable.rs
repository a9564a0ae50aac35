//! How many samples of a step are computed at once, where all of them would need too much stack.

use super::{Dataset, Epoch, Fit, FitError, FitReport, Verdict, shuffled};
use crate::{Backward, Forward, Loss, Only, Optimizer, footprint::Footprint, values::Sample};

/// The most bytes of intermediates of a batch that is computed as one: what the standard library gives a thread, which
/// no batch with more of them could ever run on.
const WHOLE: usize = 2 << 20;

/// The most of eight samples, that they fit such a thread in a build that is not optimized, too.
const EIGHT: usize = 1 << 20;

/// What [`fit`](super::fit()) trains: a network for samples X in batches of B, and in smaller ones, by a loss L of what it
/// gives. Every network is `Trainable` whose layers take batches of any size, as those of this crate do.
///
/// A step whose batch has [intermediates](crate::footprint::Footprint::INTERMEDIATES) of more than 2 MiB, which is what
/// a thread has for its whole stack, runs in [chunks](Fit::chunks) of eight samples, or sample by sample where eight of
/// them have more than 1 MiB. Where one sample has more, a build that is not optimized needs a larger stack, with the
/// feature `rayon` on the pool's threads: ResNet-8, with its 1.5 MB, one of 3 MiB.
///
/// Only code that is generic over networks has to name the trait.
///
/// ```
/// use constnet::{prelude::*, training::{FitError, Trainable}};
///
/// type Data<'a> = Dataset<'a, SVector<f32, 1>, f32>;
///
/// fn train<N>(net: &mut N, data: &Data<'_>) -> Result<f64, FitError>
/// where
///     N: Trainable<SVector<f32, 1>, f32, MeanSquaredError, 32, Output = SMatrix<f32, 1, 32>>,
/// {
///     Ok(fit(net, data, &MeanSquaredError, Sgd::new(0.5), &Fit::new(1).epochs(50))?.loss())
/// }
///
/// let inputs = [[0.0], [1.0]].map(SVector::from);
/// let data = Dataset::new(&inputs, &[1.0, 3.0])?;
/// assert!(train(&mut Dense::<1, 1>::zeros(), &data)? < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`fit` cannot train `{Self}` on such samples",
    label = "is not `training::Trainable` on them, for these targets and this loss",
    note = "a network, its data, its loss and its optimizer share one type of number: data of `f64` are for `network!(Name<f64>: …)`",
    note = "generic code says: `N: Trainable<X, Target, L, B, Output = Y>, L: Loss<Y, Target, Value = f32>`; more such bounds are in `constnet::recipes`"
)]
pub trait Trainable<X: Sample, Target, L, const B: usize>:
    Backward<X::Batch<B>, Gradient: Only<X::Number>> + Sized
{
    /// The same training, a few samples at a time.
    #[doc(hidden)]
    fn fit_in_chunks<O: Optimizer, V: Verdict>(
        &mut self,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
        plan: &Fit<'_, X, Target, B>,
        observer: impl FnMut(&Epoch, &Self) -> V,
    ) -> Result<FitReport, FitError>;
}

/// Whether a batch is computed as one.
pub(crate) const fn at_once<X: Sample, N: Backward<X::Batch<B>>, const B: usize>() -> bool {
    B == 1 || Footprint::<N, X::Batch<B>>::INTERMEDIATES <= WHOLE
}

/// What [`fit`](super::fit()) and [`fit_with`](super::fit_with) do.
pub(super) fn train<X, N, Target, L, O, V, const B: usize>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
    observer: impl FnMut(&Epoch, &N) -> V,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Trainable<X, Target, L, B>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
    V: Verdict,
{
    if const { !at_once::<X, N, B>() } {
        net.fit_in_chunks(data, loss, optimizer, plan, observer)
    } else {
        shuffled::train::<X, N, Target, L, O, V, B, B>(net, data, loss, optimizer, plan, observer)
    }
}

#[diagnostic::do_not_recommend]
impl<X, Target, L, N, const B: usize> Trainable<X, Target, L, B> for N
where
    X: Sample,
    Target: Clone + Sync,
    N: Backward<X::Batch<B>, Gradient: Only<X::Number>>
        + Backward<X::Batch<8>>
        + Backward<X::Batch<1>>,
    L: Loss<<N as Forward<X::Batch<8>>>::Output, Target, Value = X::Number>
        + Loss<<N as Forward<X::Batch<1>>>::Output, Target, Value = X::Number>
        + Sync,
{
    fn fit_in_chunks<O: Optimizer, V: Verdict>(
        &mut self,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
        plan: &Fit<'_, X, Target, B>,
        observer: impl FnMut(&Epoch, &N) -> V,
    ) -> Result<FitReport, FitError> {
        if const { B > 8 && Footprint::<N, X::Batch<8>>::INTERMEDIATES <= EIGHT } {
            shuffled::train::<X, N, Target, L, O, V, B, 8>(
                self, data, loss, optimizer, plan, observer,
            )
        } else {
            shuffled::train::<X, N, Target, L, O, V, B, 1>(
                self, data, loss, optimizer, plan, observer,
            )
        }
    }
}
