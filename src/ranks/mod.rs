//! More than one machine: training over ranks that exchange messages, to the bits of one machine.
//!
//! A *rank* is one of several processes that run the same program, numbered from 0; MPI starts and connects them. The
//! engine of a cluster comes in by one small trait, [`Ranks`], and `examples/mpi` has it for MPI. What runs over it is a
//! [`Team`]:
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use constnet::{prelude::*, ranks::{Ranks, Team, TeamError, Threads}};
//!
//! network!(Line: 1 => (Dense<1, 1>) => 1);
//! let inputs: Vec<_> = (0..256).map(|i| SVector::<f32, 1>::from([i as f32 / 256.0])).collect();
//! let targets: Vec<f32> = inputs.iter().map(|x| 3.0 * x[0] - 1.0).collect();
//! let data = Dataset::new(&inputs, &targets)?;
//! let plan = Fit::new(1).batch(BatchSize::<32>).chunks(4).epochs(100);
//!
//! // What every rank runs, over MPI or, here, in a thread of its own.
//! let on_each = |ranks: Threads| {
//!     let mut team = Team::new(ranks);
//!     let mut line = Line::zeros();
//!     team.fit(&mut line, &data, &MeanSquaredError, Adam::new(0.1), &plan)?;
//!     Ok::<_, TeamError>(line)
//! };
//! let lines = Threads::run(3, on_each);
//!
//! // What one machine makes of the same plan.
//! let mut alone = Line::zeros();
//! fit(&mut alone, &data, &MeanSquaredError, Adam::new(0.1), &plan)?;
//! for line in lines {
//!     assert!(line? == alone);
//! }
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The same bits
//! A step has as many [chunks](crate::training::Fit::chunks) as the plan says, and their gradients are added over a tree
//! that this number alone fixes. Of C chunks, rank r of R computes those from ⌈r·C/R⌉ to before ⌈(r + 1)·C/R⌉. Sums
//! travel to the rank that has the first chunk of a branch, so the last is made by rank 0, which sends it to all; then
//! every rank takes the same step. So neither the number of ranks nor threads within them (feature `rayon`) change a
//! bit. `MPI_Allreduce` promises no order of its sums, and is not used.
//!
//! A rank beyond the number of chunks has nothing to do. Shares are equal where ranks divide chunks, and fewest
//! sums travel where both are powers of two: a step then sends R − 1 gradients up and R − 1 down.
//!
//! # The data
//! Every rank has all of the data, or, by a [sharded](crate::training::Fit::sharded) plan, its part alone
//! ([`Team::samples`]). Validation data is whole on each, and its batches are shared out ([`Team::evaluate`]).
//!
//! # Faults
//! Every message says what it is, which exchange it belongs to, how long it is, and has a checksum. Before the first step the ranks
//! compare the version of this crate, the network and its numbers, the optimizer, the loss, the plan and the data. What is
//! wrong anywhere ends the training everywhere, with an error that names the rank and the reason; a rank that is
//! silent for longer than the [patience](Team::patience) is such a reason. After an error the ranks no longer know
//! where the others are, so a program ends and goes on from its last [checkpoint](crate::weights::Checkpoint).
//!
//! [When to use which](crate::learn::ranks): threads, ranks, independent processes.

mod collective;
mod digest;
mod error;
mod evaluate;
mod fit;
mod message;
mod numbers;
mod share;
mod step;
mod team;
#[cfg(feature = "std")]
mod threads;
mod tree;

pub use error::{Failure, Reason, TeamError};
pub use share::Share;
pub use team::Team;
#[cfg(feature = "std")]
pub use threads::Threads;

use alloc::vec::Vec;
use core::time::Duration;

/// Processes that exchange messages, numbered from 0: what MPI is for a [`Team`].
///
/// # Laws
/// - Messages from one rank to another arrive whole, once, and in the order in which they were sent.
/// - Neither method waits for much longer than it is told.
pub trait Ranks {
    /// The number of this one.
    fn rank(&self) -> usize;

    /// How many there are, from 1.
    fn size(&self) -> usize;

    /// Sends a message to another rank. It may return before the message has arrived.
    ///
    /// # Errors
    /// If the message cannot be sent, or has not left after so long.
    fn send(&mut self, to: usize, message: &[u8], wait: Duration) -> Result<(), Failure>;

    /// Puts the next message of another rank in place of what `message` holds.
    ///
    /// # Errors
    /// If that rank is gone and nothing of it is left, or if there is no message after so long.
    fn receive(
        &mut self,
        from: usize,
        message: &mut Vec<u8>,
        wait: Duration,
    ) -> Result<(), Failure>;
}
