//! Why what ranks did together ended.

use crate::{
    losses::LossError,
    training::{DataError, FitError, TrainError},
};
use alloc::string::String;
use core::{fmt, time::Duration};

/// Why a message was not sent or received: what an implementation of [`Ranks`](super::Ranks) says.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The other rank is gone.
    Gone,
    /// The other rank has been silent for as long as was to be waited.
    Silent(Duration),
    /// What the transport says.
    Other(String),
}

/// What is wrong with a rank.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// There was no message of it.
    Failure(Failure),
    /// Its message was not as long as it says.
    Length {
        /// How many bytes have come.
        found: usize,
        /// How many the message says that it has.
        expected: u64,
    },
    /// Its message is not one of this crate's.
    NoMessage,
    /// Its message has not the checksum that it says.
    Checksum,
    /// Its message is another one than was to come: it is elsewhere in the program, or runs another program.
    OutOfOrder {
        /// What has come, and in which exchange.
        found: (&'static str, u64),
        /// What was to come.
        expected: (&'static str, u64),
    },
    /// It differs from rank 0.
    Differs {
        /// In what.
        what: &'static str,
        /// The fingerprint that it has.
        found: u128,
        /// That of rank 0.
        expected: u128,
    },
    /// What it says itself, or what another rank says of it.
    Said(String),
}

/// Why what ranks did together ended.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum TeamError {
    /// A rank, this one or another, has ended it.
    Rank {
        /// Which one.
        rank: usize,
        /// Why.
        reason: Reason,
    },
    /// The training of this rank: [`fit`](super::Team::fit).
    Fit(FitError),
    /// A step of this rank: [`step`](super::Team::step).
    Train(TrainError),
    /// The loss of this rank: [`evaluate`](super::Team::evaluate).
    Loss(LossError),
    /// The data of this rank, which a program checks itself.
    Data(DataError),
    /// Not as many samples as the rank's part has.
    Part {
        /// How many the data set has.
        found: usize,
        /// How many [`samples`](super::Team::samples) says.
        expected: usize,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => write!(out, "it has ended"),
            Self::Silent(wait) => write!(out, "it has said nothing for {wait:?}"),
            Self::Other(reason) => out.write_str(reason),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failure(failure) => failure.fmt(out),
            Self::Length { found, expected } => {
                write!(out, "a message of {expected} bytes was cut: {found} have come")
            }
            Self::NoMessage => write!(out, "it sends messages that are not of this crate"),
            Self::Checksum => write!(out, "a message was damaged: its checksum is another"),
            Self::OutOfOrder { found, expected } => write!(
                out,
                "{} of exchange {} has come, expected {} of exchange {}",
                found.0, found.1, expected.0, expected.1
            ),
            Self::Differs { what, found, expected } => {
                write!(out, "it has another {what} than rank 0: {found:x}, expected {expected:x}")
            }
            Self::Said(text) => out.write_str(text),
        }
    }
}

impl fmt::Display for TeamError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rank { rank, reason } => write!(out, "rank {rank}: {reason}"),
            Self::Fit(error) => error.fmt(out),
            Self::Train(error) => error.fmt(out),
            Self::Loss(error) => error.fmt(out),
            Self::Data(error) => error.fmt(out),
            Self::Part { found, expected } => {
                write!(out, "{found} samples, expected {expected}, the part of this rank")
            }
        }
    }
}

sentence! { Failure }
sentence! { Reason }
sentence! { TeamError }

impl core::error::Error for Failure {}

impl core::error::Error for TeamError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Fit(error) => Some(error),
            Self::Train(error) => Some(error),
            Self::Loss(error) => Some(error),
            Self::Data(error) => Some(error),
            Self::Rank { .. } | Self::Part { .. } => None,
        }
    }
}

impl From<FitError> for TeamError {
    fn from(error: FitError) -> Self {
        Self::Fit(error)
    }
}

impl From<TrainError> for TeamError {
    fn from(error: TrainError) -> Self {
        Self::Train(error)
    }
}

impl From<LossError> for TeamError {
    fn from(error: LossError) -> Self {
        Self::Loss(error)
    }
}

impl From<DataError> for TeamError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}
