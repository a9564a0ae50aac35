//! What a message looks like.
//!
//! ```text
//! bytes  0 to 3   "cnr1"
//!        4 to 7   what it is
//!        8 to 15  the number of the exchange, counted on each rank
//!       16 to 23  how many bytes follow the header
//!       24 to 39  the checksum of these bytes, XOR that of the header before it
//! ```
//! All numbers are little-endian.

use super::error::Reason;
use crate::weights::checksum;

const MAGIC: [u8; 4] = *b"cnr1";
pub(super) const HEADER: usize = 40;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The sum of a branch of the tree.
    Branch = 1,
    /// What rank 0 has, for all.
    ForAll = 2,
    /// What some ranks have to say, on its way to rank 0.
    Gathered = 3,
    /// A rank that has no chunk in this step is still there.
    Idle = 4,
    /// The end: a rank and its reason. It may stand in the place of any other.
    End = 5,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Branch, Self::ForAll, Self::Gathered, Self::Idle, Self::End];

    fn name(self) -> &'static str {
        match self {
            Self::Branch => "the gradient",
            Self::ForAll => "the message for all",
            Self::Gathered => "the message to rank 0",
            Self::Idle => "the word of an idle rank",
            Self::End => "the end",
        }
    }
}

/// Fills the header of a message, for which it has left room.
pub(super) fn seal(message: &mut [u8], kind: Kind, exchange: u64) {
    if let Some((header, data)) = message.split_first_chunk_mut::<HEADER>() {
        header[..4].copy_from_slice(&MAGIC);
        header[4..8].copy_from_slice(&(kind as u32).to_le_bytes());
        header[8..16].copy_from_slice(&exchange.to_le_bytes());
        header[16..24].copy_from_slice(&(data.len() as u64).to_le_bytes());
        let check = checksum(data) ^ checksum(&header[..24]);
        header[24..].copy_from_slice(&check.to_le_bytes());
    }
}

/// What follows the header of a message that is what was to come, or the end.
pub(super) fn open(message: &[u8], expected: Kind, exchange: u64) -> Result<(Kind, &[u8]), Reason> {
    let (header, data) = message.split_first_chunk::<HEADER>().ok_or(Reason::NoMessage)?;
    let word = |from: usize| {
        let mut word = [0; 8];
        word.copy_from_slice(&header[from..from + 8]);
        u64::from_le_bytes(word)
    };
    let found = Kind::ALL.into_iter().find(|kind| *kind as u64 == word(4) & 0xffff_ffff);
    let found = found.filter(|_| header[..4] == MAGIC).ok_or(Reason::NoMessage)?;
    if word(16) != data.len() as u64 {
        return Err(Reason::Length { found: data.len(), expected: word(16) });
    }
    if u128::from(word(24)) | u128::from(word(32)) << 64 != checksum(data) ^ checksum(&header[..24])
    {
        return Err(Reason::Checksum);
    }
    if found != Kind::End && (found, word(8)) != (expected, exchange) {
        return Err(Reason::OutOfOrder {
            found: (found.name(), word(8)),
            expected: (expected.name(), exchange),
        });
    }
    Ok((found, data))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::ToString, vec};

    #[test]
    fn a_message_is_what_was_sent_or_an_error() {
        let mut message = vec![0; HEADER];
        message.extend(1..=20);
        seal(&mut message, Kind::Branch, 7);
        let data: vec::Vec<u8> = (1..=20).collect();
        assert_eq!(open(&message, Kind::Branch, 7), Ok((Kind::Branch, &data[..])));
        for len in 0..message.len() {
            assert!(open(&message[..len], Kind::Branch, 7).is_err(), "{len}");
        }
        for byte in 0..message.len() {
            let mut damaged = message.clone();
            damaged[byte] ^= 4;
            assert!(open(&damaged, Kind::Branch, 7).is_err(), "{byte}");
        }
        let error = |kind, exchange| open(&message, kind, exchange).unwrap_err().to_string();
        assert_eq!(
            error(Kind::Idle, 7),
            "the gradient of exchange 7 has come, expected the word of an idle rank of exchange 7"
        );
        assert_eq!(
            error(Kind::Branch, 8),
            "the gradient of exchange 7 has come, expected the gradient of exchange 8"
        );
        let error = open(&message[..50], Kind::Branch, 7).unwrap_err().to_string();
        assert_eq!(error, "a message of 20 bytes was cut: 10 have come");
        assert_eq!(open(b"hello", Kind::Branch, 7), Err(Reason::NoMessage));
    }

    #[test]
    fn the_end_may_come_at_any_time() {
        let mut message = vec![0; HEADER];
        seal(&mut message, Kind::End, 3);
        assert_eq!(open(&message, Kind::Branch, 7), Ok((Kind::End, &[][..])));
    }
}
