//! Threads of one process as ranks: for tests, and to see a program run over ranks without MPI.

use super::{Failure, Ranks};
use alloc::{collections::VecDeque, sync::Arc, vec::Vec};
use core::time::Duration;
use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

/// One of several threads that are ranks. One that is dropped has ended, and the others find that out at once.
///
/// Training on the cores of one machine needs none: the feature `rayon` shares chunks out with less to do.
#[derive(Debug)]
pub struct Threads {
    rank: usize,
    boxes: Arc<[Mailbox]>,
}

/// What was sent to a rank.
#[derive(Debug)]
struct Mailbox {
    mail: Mutex<Vec<Mail>>,
    news: Condvar,
}

/// What was sent to a rank by another, and whether that one has ended.
#[derive(Debug, Default)]
struct Mail {
    messages: VecDeque<Vec<u8>>,
    ended: bool,
}

impl Threads {
    /// So many ranks, each to be moved into a thread.
    pub fn new(size: usize) -> Vec<Self> {
        let mailbox = |_| {
            let mail = (0..size).map(|_| Mail::default()).collect();
            Mailbox { mail: Mutex::new(mail), news: Condvar::new() }
        };
        let boxes: Arc<[Mailbox]> = (0..size).map(mailbox).collect();
        (0..size).map(|rank| Self { rank, boxes: Arc::clone(&boxes) }).collect()
    }

    /// Runs a program on so many ranks, and gives what each returns.
    ///
    /// # Panics
    /// If one of them does, after all have ended.
    pub fn run<T: Send>(size: usize, program: impl Fn(Self) -> T + Sync) -> Vec<T> {
        thread::scope(|scope| {
            let ranks = Self::new(size).into_iter();
            let threads: Vec<_> = ranks.map(|ranks| scope.spawn(|| program(ranks))).collect();
            let joined: Vec<_> = threads.into_iter().map(thread::ScopedJoinHandle::join).collect();
            joined
                .into_iter()
                .map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    }
}

impl Mailbox {
    /// What is in it; a thread that panics holds no lock.
    fn mail(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ranks for Threads {
    fn rank(&self) -> usize {
        self.rank
    }

    fn size(&self) -> usize {
        self.boxes.len()
    }

    fn send(&mut self, to: usize, message: &[u8], _: Duration) -> Result<(), Failure> {
        let other = self.boxes.get(to).ok_or(Failure::Gone)?;
        if self.boxes.get(self.rank).is_some_and(|own| own.mail()[to].ended) {
            return Err(Failure::Gone);
        }
        other.mail()[self.rank].messages.push_back(message.to_vec());
        other.news.notify_one();
        Ok(())
    }

    fn receive(
        &mut self,
        from: usize,
        message: &mut Vec<u8>,
        wait: Duration,
    ) -> Result<(), Failure> {
        let own = self.boxes.get(self.rank).ok_or(Failure::Gone)?;
        let end = Instant::now() + wait;
        let mut mail = own.mail();
        loop {
            let mail_of = mail.get_mut(from).ok_or(Failure::Gone)?;
            if let Some(next) = mail_of.messages.pop_front() {
                *message = next;
                return Ok(());
            }
            if mail_of.ended {
                return Err(Failure::Gone);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure::Silent(wait));
            }
            mail = own.news.wait_timeout(mail, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        for other in &*self.boxes {
            other.mail()[self.rank].ended = true;
            other.news.notify_one();
        }
    }
}
