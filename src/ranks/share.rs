//! What a rank has of the data.

use super::{Ranks, Team, TeamError, digest::Digest, numbers};
use crate::{
    Loss, Parameters,
    training::{
        BatchSize, Chunks, Dataset, Shards, TrainError,
        chunks::{self, Dealt},
    },
    values::Sample,
};
use alloc::vec::Vec;
use core::fmt::Debug;

/// What a rank has of the data: [all](Team::whole) or its [part](Team::part).
#[derive(Debug)]
pub struct Share<'a, X, Target> {
    pub(super) data: Dataset<'a, X, Target>,
    /// The number of the first sample among all, and how many there are in all.
    pub(super) first: usize,
    pub(super) of: usize,
    pub(super) dealt: Dealt,
}

impl<X, Target> Clone for Share<'_, X, Target> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<X, Target> Copy for Share<'_, X, Target> {}

impl<X, Target> Share<'_, X, Target> {
    /// An error that counts the samples of all.
    pub(super) fn numbered(&self, error: TrainError) -> TrainError {
        match error {
            TrainError::Augmented { sample, place, feature, found } => {
                TrainError::Augmented { sample: self.first + sample, place, feature, found }
            }
            error => error,
        }
    }
}

impl<R: Ranks> Team<R> {
    /// Data that every rank has all of.
    ///
    /// # Errors
    /// If a rank has other data, or has ended.
    pub fn whole<'a, X: Sample, Target: Debug>(
        &mut self,
        data: &Dataset<'a, X, Target>,
    ) -> Result<Share<'a, X, Target>, TeamError> {
        self.together(|team| team.compare(&[("data set", Digest::of_data(data))]))?;
        Ok(Share { data: *data, first: 0, of: data.len(), dealt: Dealt::Anyhow })
    }

    /// The part of the data that is this rank's: the samples that [`samples`](Self::samples) says.
    ///
    /// # Errors
    /// If there are not as many of them, if the ranks do not mean the same shards, or if a rank has ended.
    pub fn part<'a, X: Sample, Target>(
        &mut self,
        data: &Dataset<'a, X, Target>,
        shards: &Shards,
    ) -> Result<Share<'a, X, Target>, TeamError> {
        self.together(|team| {
            team.compare(&[("deal of the samples", Digest::of_text(shards))])?;
            let samples = team.samples(shards);
            let (found, expected) = (data.len(), samples.len());
            // What is wrong with its part the others must hear before they wait for its first chunk.
            let wrong =
                if found == expected { Ok(()) } else { Err(TeamError::Part { found, expected }) };
            wrong?;
            team.gather_bytes(&[])?;
            let (first, of) = (samples.start, shards.samples());
            Ok(Share { data: *data, first, of, dealt: Dealt::InShards })
        })
    }

    /// Room for the chunks of this rank, of so many in a step. From now on this rank knows with whom it will exchange
    /// sums, and whom to tell if it ends; so this stands before what may fail.
    pub fn chunks<N: Parameters, const B: usize>(
        &mut self,
        net: &N,
        size: BatchSize<B>,
        count: usize,
    ) -> Chunks<N::Gradient, B> {
        self.meet(count);
        Chunks::some_of(net, size, self.range(count).len(), count)
    }

    /// The weights of all targets.
    pub(super) fn all_weights<X, Y, Target, L: Loss<Y, Target>>(
        &mut self,
        data: &Dataset<'_, X, Target>,
        shards: &Shards,
    ) -> Result<L::Parts, TeamError> {
        let (chunks, first) = (self.range(shards.chunks()), self.samples(shards).start);
        let own = chunks.map(|chunk| {
            let samples: Vec<usize> = shards.shard(chunk).map(|sample| sample - first).collect();
            chunks::weights::<X, Y, _, L>(data, &samples)
        });
        let own: Vec<L::Parts> = own.collect();
        self.joined::<L::Value, _>(&own)
    }

    /// The sum of what all chunks have, of which this rank has some.
    pub(super) fn joined<T: crate::Scalar, P: crate::losses::Parts<T>>(
        &mut self,
        own: &[P],
    ) -> Result<P, TeamError> {
        let mut bytes = Vec::new();
        own.iter().for_each(|parts| numbers::put_parts(&mut bytes, parts));
        let all = self.gather_bytes(&bytes)?.concat();
        let (mut rest, mut parts) = (&all[..], Vec::new());
        while !rest.is_empty() {
            parts.push(numbers::take_parts::<T, P>(&mut rest));
        }
        Ok(chunks::joined(&parts))
    }
}
