//! The loop of [`fit`](super::fit()) over a record, with states that are carried from window to window.

use super::{
    BatchSize, Chunks, Dataset, Epoch, Fit, FitError, FitReport, Set, Verdict,
    augment::{Taken, changes},
    chunks::Dealt,
    course::{At, BoxedTrainer, Course, finite},
    evaluate::evaluate_by,
    from_state::FromState,
    trainer::Pairing,
};
use crate::{
    Backward, Forward, Loss, Only, Optimizer, Parameters, State, Stream, StreamTrain, losses,
    random::Generator, values::Sample,
};
use alloc::vec::Vec;

/// A plan of [`Fit`] for a record: its windows keep their order, and the state is carried from each to the next.
///
/// The record is cut into as many *tracks* as a step has samples, each with the same number of consecutive windows;
/// windows behind the last track are left out. A step is on one window of each track, and states are at rest at the
/// start of every epoch. With [`chunks`](Fit::chunks), threads share the tracks of a step, never the time of one, and
/// the bits are the same for any number of threads. Validation data are one record: the network is at rest before
/// their first window and nowhere else, as a stream would be.
///
/// The windows follow each other without a gap, as `Dataset::windows::<L>(&record, &targets, L)` has them. With
/// another stride the state would be that after other steps than those before the window, so it is an error, in
/// validation data too. Of samples of a slice, [`Dataset::new`] for one, the order is that of the slice.
///
/// All that the network computes for a window of each track is on the stack, those
/// [intermediates](crate::footprint::Footprint::INTERMEDIATES) beside each other: 1.5 MiB in `examples/18_wavenet.rs`,
/// which runs on a stack of 1,600 KiB, and in a build that is not optimized on one of 6,400 KiB. Shorter windows or fewer
/// tracks take less.
///
/// It runs from start to end, as [`fit`](super::fit()) does. A training that is to go on from a file is a loop over
/// [`Trainer::step_from`](super::Trainer::step_from), with the state in its
/// [`Checkpoint`](crate::weights::Checkpoint#with-a-state).
///
/// # Example
/// The sum of what has come, halved at each step: a window of 5 steps alone cannot know it.
/// ```
/// use constnet::prelude::*;
///
/// network!(Memory: [1; _] => (Lstm<1, 4>, Dense<4, 1>) => [1; _]);
///
/// let mut rng = random::generator(1);
/// let record: Vec<_> = (0..400).map(|_| SVector::from([random::unit(&mut rng) as f32])).collect();
/// let mut sum = 0.0;
/// let sums: Vec<f32> = record
///     .iter()
///     .map(|x| {
///         sum = sum / 2.0 + x[0];
///         sum
///     })
///     .collect();
/// let data = Dataset::windows::<5>(&record, &sums, 5)?;
///
/// let mut net = Memory::init(&mut rng);
/// let plan = Fit::new(1).epochs(40).batch(BatchSize::<4>).carried();
/// let report = plan.fit(&mut net, &data, &MeanSquaredError, Adam::new(0.02))?;
/// assert!(report.loss() < 0.05, "{}", report.loss());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Carried<'a, X, Target, const B: usize = 32> {
    plan: Fit<'a, X, Target, B>,
}

impl<'a, X, Target, const B: usize> Fit<'a, X, Target, B> {
    /// Training on a record whose windows follow each other, with the state carried from one to the next.
    pub fn carried(self) -> Carried<'a, X, Target, B> {
        Carried { plan: self }
    }
}

impl<X: Sample, Target: Clone + Sync, const B: usize> Carried<'_, X, Target, B> {
    /// Trains a network on a record, as [`fit`](super::fit()) does on samples.
    ///
    /// # Errors
    /// As [`fit`](super::fit()), if there are fewer windows than tracks, and if windows overlap or leave steps out:
    /// of the data or of those for validation.
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let (record, sums) = ([SVector::from([1.0_f32]); 8], [0.5; 8]);
    /// let data = Dataset::windows::<4>(&record, &sums, 2)?;
    /// let plan = Fit::new(1).batch(BatchSize::<1>).carried();
    /// let error = plan.fit(&mut Rnn::<1, 1>::zeros(), &data, &MeanSquaredError, Sgd::new(0.1)).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "training data: the stride of windows of 4 steps is 2, expected 4: a state that is carried is that \
    ///      before the next window"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fit<N, L, O>(
        &self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
    ) -> Result<FitReport, FitError>
    where
        N: StreamTrain<X::Batch<B>> + Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        N: Stream<X::Batch<1>>,
        L: Loss<<N as Forward<X::Batch<B>>>::Output, Target, Value = X::Number> + Sync,
        L: Loss<<N as Stream<X::Batch<1>>>::Output, Target, Value = X::Number>,
        O: Optimizer,
    {
        let () = Pairing::<N, X::Batch<B>, L>::FITS;
        self.fit_with(net, data, loss, optimizer, |_, _| ())
    }

    /// [`fit`](Self::fit) with an observer, as [`fit_with`](super::fit_with) has one.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with<N, L, O, V>(
        &self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
        mut observer: impl FnMut(&Epoch, &N) -> V,
    ) -> Result<FitReport, FitError>
    where
        N: StreamTrain<X::Batch<B>> + Backward<X::Batch<B>, Gradient: Only<X::Number>>,
        N: Stream<X::Batch<1>>,
        L: Loss<<N as Forward<X::Batch<B>>>::Output, Target, Value = X::Number> + Sync,
        L: Loss<<N as Stream<X::Batch<1>>>::Output, Target, Value = X::Number>,
        O: Optimizer,
        V: Verdict,
    {
        let () = Pairing::<N, X::Batch<B>, L>::FITS;
        let plan = &self.plan;
        follow_each_other(Set::Training, data)?;
        if let Some(data) = &plan.validation {
            follow_each_other(Set::Validation, data)?;
        }
        let mut chunks = Chunks::new(net, BatchSize::<B>, plan.chunks);
        let samples = chunks.samples();
        let order = tracks(data.len(), samples)?;
        plan.check::<L, <N as Forward<X::Batch<B>>>::Output>(data, loss)?;
        let used = order.iter().filter_map(|&sample| data.targets().get(sample));
        let all = losses::weights::<L, <N as Forward<X::Batch<B>>>::Output, _>(used);
        let rest = || alloc::vec![<N as Stream<X::Batch<B>>>::State::rest(); plan.chunks];
        let (mut states, mut after) = (rest(), rest());
        let mut changes = changes(plan.seed);
        let course = Course {
            order,
            samples,
            all,
            next_order: |_: &mut Vec<usize>, _: &mut Generator| (),
            validate: |net: &N, data: &Dataset<'_, X, Target>, epoch| {
                validation_loss::<X, _, _, _>(net, data, loss, epoch)
            },
            step: |net: &mut N,
                   trainer: &mut BoxedTrainer<N, O>,
                   samples: &[usize],
                   at: At,
                   rng: &mut Generator| {
                if at.step == 1 {
                    states.fill(State::rest());
                }
                after.copy_from_slice(&states);
                let done = trainer.parts_of_step::<FromState, _, _, _, _, _, B>(
                    net,
                    &Taken::by(plan.augment.as_ref(), data, samples, &mut changes),
                    Dealt::Anyhow,
                    &mut chunks,
                    &mut after,
                    loss,
                    rng,
                );
                let done = done.map_err(|error| at.not_taken(error, samples))?;
                states.copy_from_slice(&after);
                Ok(done)
            },
        };
        course.run::<_, _, _, L, <N as Forward<X::Batch<B>>>::Output, _, _, B>(
            net,
            optimizer,
            plan,
            |epoch, net| Ok(observer(epoch, net).flow()),
        )
    }
}

/// Whether each window begins where the one before it has ended: the state is that before its first step.
fn follow_each_other<X, Target>(set: Set, data: &Dataset<'_, X, Target>) -> Result<(), FitError> {
    if data.inputs().as_slice().is_some() {
        return Ok(());
    }
    let (window, found) = data.inputs().window_and_stride();
    Err(FitError::Stride { set, window, found })
}

/// The order in which windows are seen: the first of each track, then the second of each.
fn tracks(windows: usize, tracks: usize) -> Result<Vec<usize>, FitError> {
    let length = windows.checked_div(tracks).unwrap_or(0);
    if length == 0 {
        return Err(FitError::Setting {
            name: "the number of windows in each track",
            found: 0,
            expected: "at least 1: a smaller batch, or a longer record",
        });
    }
    Ok((0..length).flat_map(|at| (0..tracks).map(move |track| track * length + at)).collect())
}

/// The loss on validation data, window after window.
fn validation_loss<X, N, Target, L>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    epoch: usize,
) -> Result<f64, FitError>
where
    X: Sample,
    N: Stream<X::Batch<1>> + Parameters,
    L: Loss<N::Output, Target, Value = X::Number>,
    Target: Clone,
{
    let order = tracks(data.len(), 1)?;
    let mut state = State::rest();
    let found = evaluate_by(data, &order, loss, BatchSize::<1>, |x| net.step(&mut state, x));
    let failed = |error| FitError::Loss { set: Set::Validation, epoch, error };
    finite(net, found.map_err(failed)?, epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_by_hand() {
        // 0 1 2 | 3 4 5, and 6 is left out.
        assert_eq!(tracks(7, 2).unwrap(), [0, 3, 1, 4, 2, 5]);
        assert_eq!(tracks(3, 3).unwrap(), [0, 1, 2]);
        assert!(tracks(2, 3).is_err());
    }
}
