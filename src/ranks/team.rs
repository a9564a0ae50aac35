//! What ranks do together.

use super::{
    Failure, Ranks, Reason, TeamError,
    message::{self, HEADER, Kind},
    tree::{self, children, parent},
};
use crate::training::Shards;
use alloc::{
    collections::BTreeSet,
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt::Display, ops::Range, time::Duration};

/// Ranks that run the same program, and what they do together: a training, a step, an evaluation, an exchange of
/// numbers.
///
/// Every rank calls the same methods in the same order with equal arguments, but where parts of the data are meant. What
/// fails on one of them ends on all, with the [rank and the reason](TeamError::Rank).
#[derive(Debug)]
pub struct Team<R> {
    ranks: R,
    pub(super) rank: usize,
    pub(super) size: usize,
    patience: Duration,
    /// How many exchanges there were: all ranks count alike.
    pub(super) exchange: u64,
    pub(super) outgoing: Vec<u8>,
    pub(super) incoming: Vec<u8>,
    /// Those that may wait for a message of this rank.
    pub(super) peers: BTreeSet<usize>,
    ended: Option<TeamError>,
    sent: (u64, u64),
}

impl<R: Ranks> Team<R> {
    /// The team of these ranks, with a patience of 30 seconds.
    pub fn new(ranks: R) -> Self {
        let (rank, size) = (ranks.rank(), ranks.size());
        let peers = children(rank, size).chain((rank > 0).then(|| parent(rank))).collect();
        Self {
            ranks,
            rank,
            size,
            patience: Duration::from_secs(30),
            exchange: 0,
            outgoing: Vec::new(),
            incoming: Vec::new(),
            peers,
            ended: None,
            sent: (0, 0),
        }
    }

    /// For how long another rank may be silent before that ends what the team does: longer than the slowest rank takes
    /// for its part of a step or of an evaluation, beyond what this one takes.
    ///
    /// Who waits for a rank that itself waits for others is a quarter more patient for each of them, so that the one
    /// who waits for the culprit is the first to say so.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The ranks themselves, when the team has done what it was made for.
    pub fn into_ranks(self) -> R {
        self.ranks
    }

    /// The number of this rank, from 0.
    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// How many ranks there are.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The part of this rank of so many things: for work that ranks share out among themselves, such as the networks
    /// of a search.
    pub fn range(&self, of: usize) -> Range<usize> {
        tree::part(of, self.rank, self.size)
    }

    /// The samples that this rank needs of those that are dealt: those of its chunks. A rank without a chunk, or whose
    /// shards are empty, has sample 0, because no data set is empty.
    pub fn samples(&self, shards: &Shards) -> Range<usize> {
        let chunks = self.range(shards.chunks());
        match shards.before(chunks.start)..shards.before(chunks.end) {
            none if none.is_empty() => 0..shards.samples().min(1),
            samples => samples,
        }
    }

    /// How many messages this rank has sent, and how many bytes.
    pub const fn sent(&self) -> (u64, u64) {
        self.sent
    }

    /// Ends what the team does on all ranks, for a reason of this rank's own: a file that cannot be written, for
    /// instance. Gives the error for this rank.
    pub fn give_up(&mut self, reason: &(impl Display + ?Sized)) -> TeamError {
        let error = TeamError::Rank { rank: self.rank, reason: Reason::Said(reason.to_string()) };
        self.end(&error);
        error
    }

    /// Does something with the others; whoever waits for this rank is told why it fails.
    pub(super) fn together<T>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, TeamError>,
    ) -> Result<T, TeamError> {
        if let Some(ended) = &self.ended {
            return Err(ended.clone());
        }
        f(self).inspect_err(|error| self.end(error))
    }

    /// Says to all who may wait for it why this rank goes no further, once.
    fn end(&mut self, error: &TeamError) {
        if self.ended.is_some() {
            return;
        }
        self.ended = Some(error.clone());
        let (rank, reason) = match error {
            TeamError::Rank { rank, reason } => (*rank, reason.to_string()),
            own => (self.rank, own.to_string()),
        };
        self.begin();
        self.outgoing.extend((rank as u64).to_le_bytes());
        self.outgoing.extend(reason.as_bytes());
        let wait = self.patience.min(Duration::from_secs(1));
        for to in core::mem::take(&mut self.peers) {
            // Whoever cannot be told is gone, or will find this rank silent.
            let _ = self.send_within(to, Kind::End, wait);
        }
    }

    /// Begins a message in `outgoing`, whose data are to be written behind its header.
    pub(super) fn begin(&mut self) {
        self.outgoing.clear();
        self.outgoing.resize(HEADER, 0);
    }

    /// Sends `outgoing`.
    pub(super) fn send(&mut self, to: usize, kind: Kind) -> Result<(), TeamError> {
        let sent = self.send_within(to, kind, self.patience);
        sent.map_err(|failure| self.last_word_of(to, failure))
    }

    /// Why a rank takes no message: its last word, if there is one.
    #[cold]
    fn last_word_of(&mut self, rank: usize, failure: Failure) -> TeamError {
        while let Ok(()) = self.ranks.receive(rank, &mut self.incoming, Duration::ZERO) {
            if let Ok((Kind::End, data)) = message::open(&self.incoming, Kind::End, self.exchange) {
                return end_of(data).unwrap_or(TeamError::Rank { rank, reason: Reason::NoMessage });
            }
        }
        TeamError::Rank { rank, reason: Reason::Failure(failure) }
    }

    fn send_within(&mut self, to: usize, kind: Kind, wait: Duration) -> Result<(), Failure> {
        message::seal(&mut self.outgoing, kind, self.exchange);
        self.sent.0 += 1;
        self.sent.1 += self.outgoing.len() as u64;
        self.ranks.send(to, &self.outgoing, wait)
    }

    /// Receives into `incoming` what must come next from a rank that may wait for so many others, one behind the other.
    /// Gives the data.
    pub(super) fn receive(
        &mut self,
        from: usize,
        kind: Kind,
        hops: u32,
    ) -> Result<&[u8], TeamError> {
        let wait = self.patience + self.patience.saturating_mul(hops) / 4;
        let of_it = |reason| TeamError::Rank { rank: from, reason };
        let received = self.ranks.receive(from, &mut self.incoming, wait);
        received.map_err(|failure| of_it(Reason::Failure(failure)))?;
        let (found, data) = message::open(&self.incoming, kind, self.exchange).map_err(of_it)?;
        match found {
            Kind::End => Err(end_of(data).unwrap_or(of_it(Reason::NoMessage))),
            _ => Ok(data),
        }
    }
}

/// What the last word of a rank says.
fn end_of(data: &[u8]) -> Option<TeamError> {
    let (rank, reason) = data.split_first_chunk()?;
    let reason = Reason::Said(String::from_utf8_lossy(reason).into_owned());
    Some(TeamError::Rank { rank: u64::from_le_bytes(*rank) as usize, reason })
}
