//! Which rank has what: the tree over the chunks, and the one over the ranks.

use crate::training::chunks::left_of;
use core::ops::Range;

/// The part of rank r of R, of so many things. Rank 0 has the first of them, however few there are.
pub(super) fn part(of: usize, rank: usize, size: usize) -> Range<usize> {
    let start = |rank| (rank as u128 * of as u128).div_ceil(size.max(1) as u128) as usize;
    start(rank)..start(rank + 1)
}

/// The rank whose part has this thing.
pub(super) fn owner(chunk: usize, of: usize, size: usize) -> usize {
    // The largest r with ⌈r·C/R⌉ ≤ c.
    (chunk as u128 * size as u128 / of.max(1) as u128) as usize
}

/// The two branches of a branch of two chunks or more.
pub(super) fn halves(branch: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let middle = branch.start + left_of(branch.len());
    (branch.len() > 1).then_some((branch.start..middle, middle..branch.end))
}

/// Calls `f` with the largest branches of a tree that lie in `mine`, in order.
pub(super) fn branches_within<E>(
    branch: Range<usize>,
    mine: &Range<usize>,
    f: &mut impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    if branch.start >= mine.end || branch.end <= mine.start {
        return Ok(());
    }
    if mine.start <= branch.start && branch.end <= mine.end {
        return f(branch);
    }
    match halves(&branch) {
        Some((left, right)) => {
            branches_within(left, mine, f)?;
            branches_within(right, mine, f)
        }
        None => Ok(()),
    }
}

/// The rank that hands on to this one what is for all: binomial, so that it is everywhere after log₂ R messages.
pub(super) fn parent(rank: usize) -> usize {
    rank & rank.saturating_sub(1)
}

/// The ranks that this one hands on to: child k has the ranks up to the next one below it.
pub(super) fn children(rank: usize, size: usize) -> impl DoubleEndedIterator<Item = usize> + Clone {
    let powers = if rank == 0 { usize::BITS - 1 } else { rank.trailing_zeros() };
    (0..powers)
        .map(move |power| rank + (1 << power))
        .take_while(move |&child| child < size)
        .collect::<alloc::vec::Vec<_>>()
        .into_iter()
}

/// How often what is for all is handed on, at most.
pub(super) fn depth(size: usize) -> u32 {
    usize::BITS - size.saturating_sub(1).leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};

    #[test]
    fn every_chunk_has_one_owner() {
        for size in 1..20 {
            for of in 1..40 {
                let parts: Vec<_> = (0..size).map(|rank| part(of, rank, size)).collect();
                assert!(parts.iter().cloned().flatten().eq(0..of) && parts[0].contains(&0));
                for chunk in 0..of {
                    assert!(parts[owner(chunk, of, size)].contains(&chunk), "{chunk} {of} {size}");
                }
            }
        }
    }

    #[test]
    fn branches_by_hand() {
        let within = |n, mine: Range<usize>| {
            let mut all = Vec::new();
            let Ok(()) = branches_within(0..n, &mine, &mut |branch| {
                all.push(branch);
                Ok::<_, core::convert::Infallible>(())
            });
            all
        };
        // ((0 1) (2 3)) ((4 5) (6 7)) over three ranks.
        assert_eq!([0, 1, 2].map(|rank| part(8, rank, 3)), [0..3, 3..6, 6..8]);
        assert_eq!(within(8, 0..3), [0..2, 2..3]);
        assert_eq!(within(8, 3..6), [3..4, 4..6]);
        assert_eq!(within(8, 6..8), vec![6..8]);
        assert_eq!(within(3, 0..9), vec![0..3]);
        assert!(within(3, 3..4).is_empty());
    }

    #[test]
    fn every_rank_has_one_parent() {
        for size in 1..40 {
            let mut heard = vec![0; size];
            for rank in 0..size {
                for child in children(rank, size) {
                    assert_eq!(parent(child), rank);
                    heard[child] += 1;
                }
            }
            assert!(heard[0] == 0 && heard[1..].iter().all(|&n| n == 1), "{heard:?}");
        }
        assert_eq!([1, 2, 3, 4, 5, 1000].map(depth), [0, 1, 2, 2, 3, 10]);
    }
}
