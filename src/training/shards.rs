//! How samples are dealt to the chunks of a step: each to one chunk, for the whole training.

use super::BatchSize;
use crate::random;
use alloc::vec::Vec;
use core::ops::Range;
use rand::Rng;

/// A part of the samples for each chunk: chunk c of every step is on samples of shard c, in a new order each epoch.
///
/// Shards follow each other in the data, and their lengths follow from three numbers. So whoever computes some of the
/// chunks needs the samples of their shards and no others: a rank of a [`Team`](crate::ranks::Team) holds only its
/// part of the data. The price: only samples of one shard meet in a chunk, no longer any two. Samples that are
/// sorted, by class for instance, are shuffled before they are dealt.
///
/// # Example
/// Ten samples, in steps of two chunks of two. The last step has one chunk, which is full:
/// ```
/// use constnet::{prelude::*, training::Shards};
///
/// let shards = Shards::new(10, 2, BatchSize::<2>);
/// assert_eq!([shards.shard(0), shards.shard(1)], [0..6, 6..10]);
///
/// let order = shards.order(&mut random::generator(1));
/// for step in order.chunks(4) {
///     assert!(step[..2].iter().all(|sample| shards.shard(0).contains(sample)));
///     assert!(step[2..].iter().all(|sample| shards.shard(1).contains(sample)));
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    samples: usize,
    chunks: usize,
    batch: usize,
}

impl Shards {
    /// This many samples, in steps of at most this many chunks (at least 1) of B.
    pub const fn new<const B: usize>(samples: usize, chunks: usize, _: BatchSize<B>) -> Self {
        const { assert!(B > 0, "a chunk has at least one sample") };
        Self { samples, chunks: if chunks == 0 { 1 } else { chunks }, batch: B }
    }

    /// How many samples there are.
    pub const fn samples(&self) -> usize {
        self.samples
    }

    /// How many shards, and chunks of a step, there are.
    pub const fn chunks(&self) -> usize {
        self.chunks
    }

    /// How many samples a step has; the last one of an epoch may have fewer.
    pub const fn step(&self) -> usize {
        self.chunks.saturating_mul(self.batch)
    }

    /// The samples of a chunk; none beyond the last chunk.
    pub fn shard(&self, chunk: usize) -> Range<usize> {
        self.before(chunk)..self.before(chunk.saturating_add(1))
    }

    /// How many samples the shards before this one have: B of each whole step, and of the last as many as are left.
    pub(crate) fn before(&self, chunk: usize) -> usize {
        let chunk = chunk.min(self.chunks);
        let steps = self.samples / self.step();
        let left = self.samples - steps * self.step();
        steps * chunk * self.batch + left.min(chunk.saturating_mul(self.batch))
    }

    /// All samples as an epoch has them: the first step's, chunk by chunk, then the second's. Each shard is shuffled by
    /// a generator of its own, seeded by `rng` and its number.
    pub fn order<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<usize> {
        let seed = rng.next_u64();
        let mut order = alloc::vec![0; self.samples];
        for chunk in 0..self.chunks {
            let mut shard: Vec<usize> = self.shard(chunk).collect();
            random::shuffle(&mut shard, &mut random::generator(seed.wrapping_add(chunk as u64)));
            let steps = order.chunks_mut(self.step());
            let places = steps.flat_map(|step| step.chunks_mut(self.batch).nth(chunk));
            places.flatten().zip(shard).for_each(|(place, sample)| *place = sample);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_dealt_once_and_to_its_chunk() {
        for (samples, chunks) in [(1, 1), (1, 4), (10, 2), (23, 4), (24, 4), (25, 4), (77, 5)] {
            let shards = Shards::new(samples, chunks, BatchSize::<3>);
            let order = shards.order(&mut random::generator(samples as u64));
            for step in order.chunks(shards.step()) {
                for (chunk, dealt) in step.chunks(3).enumerate() {
                    let shard = shards.shard(chunk);
                    assert!(dealt.iter().all(|sample| shard.contains(sample)), "{shards:?}");
                }
            }
            let mut sorted = order;
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..samples), "{shards:?}");
            assert!(shards.shard(chunks).is_empty());
        }
    }
}
