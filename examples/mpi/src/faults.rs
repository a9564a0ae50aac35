//! What goes wrong on purpose: `.ci/mpi` sees with it that every rank ends.

use std::{ops::Range, process, str::FromStr, thread, time::Duration};

/// What a rank does wrong.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    rank: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Dies,
    Hangs,
    Panics,
    OtherNetwork,
    OtherData,
}

/// `2:dies`, `1:other-network`.
impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kind = |name: &str| match name {
            "dies" => Some(Kind::Dies),
            "hangs" => Some(Kind::Hangs),
            "panics" => Some(Kind::Panics),
            "other-network" => Some(Kind::OtherNetwork),
            "other-data" => Some(Kind::OtherData),
            _ => None,
        };
        let fault = text
            .split_once(':')
            .and_then(|(rank, name)| Some(Self { rank: rank.parse().ok()?, kind: kind(name)? }));
        fault.ok_or_else(|| format!("`{text}`, expected a rank and a fault, as in `2:dies`"))
    }
}

impl Fault {
    fn of(fault: Option<Self>, rank: usize) -> Option<Kind> {
        fault.filter(|fault| fault.rank == rank).map(|fault| fault.kind)
    }

    /// Of the lines that a rank reads.
    pub fn before(fault: Option<Self>, rank: usize, lines: &mut Range<usize>) {
        if Self::of(fault, rank) == Some(Kind::OtherData) {
            lines.end -= 1;
        }
    }

    /// Of the seed of its network.
    pub fn seed(fault: Option<Self>, rank: usize, seed: u64) -> u64 {
        seed + u64::from(Self::of(fault, rank) == Some(Kind::OtherNetwork))
    }

    /// Of a step of the third epoch.
    pub fn during(fault: Option<Self>, rank: usize, epoch: u64) {
        match Self::of(fault, rank) {
            // As if killed: nothing is said and nothing closed.
            Some(Kind::Dies) if epoch == 2 => process::abort(),
            Some(Kind::Hangs) if epoch == 2 => thread::sleep(Duration::from_secs(600)),
            Some(Kind::Panics) if epoch == 2 => panic!("as asked"),
            _ => {}
        }
    }
}
