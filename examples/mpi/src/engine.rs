//! MPI as the engine of a team.

use constnet::ranks::{Failure, Ranks};
use mpi::{
    environment::Universe,
    request::StaticScope,
    topology::SimpleCommunicator,
    traits::{Communicator, CommunicatorCollectives, Destination, Equivalence, Source},
};
use std::{
    fmt::Display,
    io::{self, Write},
    mem, process, slice, thread,
    time::{Duration, Instant},
};

/// All processes that `mpirun` has started.
pub struct Mpi {
    world: SimpleCommunicator,
    /// What was sent last: room for the next.
    sent: Vec<u8>,
    /// Ends MPI when it is dropped.
    _universe: Universe,
}

impl Mpi {
    /// Connects to the others; once in a program.
    pub fn start() -> Result<Self, &'static str> {
        let universe = mpi::initialize().ok_or("MPI has been started before")?;
        Ok(Self { world: universe.world(), sent: Vec::new(), _universe: universe })
    }

    /// Ends the program with the message of an error, when all other ranks have come to theirs: a launcher ends the ranks
    /// that are left as soon as one has failed. Those that do not come are waited for so long.
    pub fn fail(self, error: &dyn Display, wait: Duration) -> ! {
        // In one piece, because others write to the same terminal.
        let line = format!("rank {} ends: {error}\n", self.world.rank());
        let _ = io::stderr().write_all(line.as_bytes());
        let mut request = Some(self.world.immediate_barrier());
        // That not all have come is what there was an error for.
        let _ = wait_for(wait, || match request.take()?.test() {
            Ok(_) => Some(()),
            Err(pending) => {
                request = Some(pending);
                None
            }
        });
        mem::forget(request);
        process::exit(1)
    }
}

/// For how long to look again and again, before others get the processor for a while: a step of others takes longer, a
/// message less.
const AT_ONCE: Duration = Duration::from_millis(1);
const LATER: Duration = Duration::from_micros(50);

/// Waits until something is there. There may be more ranks than cores.
fn wait_for<T>(wait: Duration, mut look: impl FnMut() -> Option<T>) -> Result<T, Failure> {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        match start.elapsed() {
            waited if waited > wait => return Err(Failure::Silent(wait)),
            waited if waited > AT_ONCE => thread::sleep(LATER),
            _ => thread::yield_now(),
        }
    }
}

impl Ranks for Mpi {
    fn rank(&self) -> usize {
        self.world.rank() as usize
    }

    fn size(&self) -> usize {
        self.world.size() as usize
    }

    fn send(&mut self, to: usize, message: &[u8], wait: Duration) -> Result<(), Failure> {
        let mut sent = mem::take(&mut self.sent);
        sent.clear();
        sent.extend_from_slice(message);
        // SAFETY: the buffer is neither changed nor freed before MPI is done with it; if that is never, it is forgotten.
        let bytes: &'static [u8] = unsafe { slice::from_raw_parts(sent.as_ptr(), sent.len()) };
        let to = self.world.process_at_rank(to as i32);
        let mut request = Some(to.immediate_send(StaticScope, bytes));
        let done = wait_for(wait, || match request.take()?.test() {
            Ok(_) => Some(()),
            Err(pending) => {
                request = Some(pending);
                None
            }
        });
        match done {
            Ok(()) => self.sent = sent,
            Err(_) => mem::forget((request, sent)),
        }
        done
    }

    fn receive(
        &mut self,
        from: usize,
        message: &mut Vec<u8>,
        wait: Duration,
    ) -> Result<(), Failure> {
        let from = self.world.process_at_rank(from as i32);
        let status = wait_for(wait, || from.immediate_probe())?;
        message.resize(status.count(u8::equivalent_datatype()) as usize, 0);
        from.receive_into(&mut message[..]);
        Ok(())
    }
}
