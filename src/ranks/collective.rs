//! Exchanges in which every rank takes part.

use super::{
    Ranks, Reason, Team, TeamError,
    message::{HEADER, Kind},
    tree::{children, depth, parent},
};
use alloc::vec::Vec;

impl<R: Ranks> Team<R> {
    /// What each rank says, on all of them, in the order of the ranks: fitness of a population, counts of an evaluation.
    /// Each may say as many numbers as it likes.
    ///
    /// What is summed from it has the same bits on all ranks. That these are those of one machine as well is up to the
    /// caller: whoever gathers one number for each thing and adds all in their order has them.
    ///
    /// # Errors
    /// If a rank has ended.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use constnet::ranks::{Ranks, Team, Threads};
    ///
    /// // Squares of 0 to 9, in three parts.
    /// let squares = |ranks: Threads| {
    ///     let mut team = Team::new(ranks);
    ///     let mine: Vec<f64> = team.range(10).map(|i| (i * i) as f64).collect();
    ///     team.gather(&mine)
    /// };
    /// for found in Threads::run(3, squares) {
    ///     assert!(found?.concat().into_iter().eq((0..10).map(|i| (i * i) as f64)));
    /// }
    /// # }
    /// # Ok::<(), constnet::ranks::TeamError>(())
    /// ```
    pub fn gather(&mut self, own: &[f64]) -> Result<Vec<Vec<f64>>, TeamError> {
        let own: Vec<u8> = own.iter().flat_map(|number| number.to_le_bytes()).collect();
        let all = self.together(|team| team.gather_bytes(&own))?;
        let numbers =
            |bytes: &Vec<u8>| bytes.as_chunks().0.iter().copied().map(f64::from_le_bytes).collect();
        Ok(all.iter().map(numbers).collect())
    }

    /// Replaces what the other ranks have by what rank 0 has: a file that it alone has read, for instance.
    ///
    /// # Errors
    /// If a rank has ended.
    pub fn broadcast(&mut self, bytes: &mut Vec<u8>) -> Result<(), TeamError> {
        self.together(|team| {
            team.begin();
            if team.rank == 0 {
                team.outgoing.extend_from_slice(bytes);
            }
            let all = team.for_all()?;
            bytes.clear();
            bytes.extend_from_slice(all);
            Ok(())
        })
    }

    /// What rank 0 has begun in its `outgoing`, on all ranks.
    pub(super) fn for_all(&mut self) -> Result<&[u8], TeamError> {
        self.exchange += 1;
        let (rank, size) = (self.rank, self.size);
        if rank > 0 {
            // Rank 0 may have to wait for all the others first, and a message to rank r passes as many ranks as r has
            // ones.
            self.receive(parent(rank), Kind::ForAll, depth(size) + rank.count_ones())?;
            core::mem::swap(&mut self.incoming, &mut self.outgoing);
        }
        for child in children(rank, size).rev() {
            self.send(child, Kind::ForAll)?;
        }
        Ok(self.outgoing.get(HEADER..).unwrap_or_default())
    }

    /// What each rank says, on all of them.
    pub(super) fn gather_bytes(&mut self, own: &[u8]) -> Result<Vec<Vec<u8>>, TeamError> {
        self.exchange += 1;
        let (rank, size) = (self.rank, self.size);
        // The ranks below a rank follow it, so what is put together is in their order.
        let mut all = (own.len() as u64).to_le_bytes().to_vec();
        all.extend_from_slice(own);
        for (hops, child) in children(rank, size).enumerate() {
            all.extend_from_slice(self.receive(child, Kind::Gathered, hops as u32)?);
        }
        self.begin();
        self.outgoing.append(&mut all);
        if rank > 0 {
            self.send(parent(rank), Kind::Gathered)?;
        }
        let mut rest = self.for_all()?;
        let mut found = Vec::new();
        while let Some((len, more)) = rest.split_first_chunk() {
            let len = usize::try_from(u64::from_le_bytes(*len)).unwrap_or(usize::MAX);
            let Some((own, more)) = more.split_at_checked(len) else { break };
            found.push(own.to_vec());
            rest = more;
        }
        match found.len() {
            len if len == size => Ok(found),
            _ => Err(TeamError::Rank { rank: 0, reason: Reason::NoMessage }),
        }
    }
}
