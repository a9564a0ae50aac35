//! What errors quote from a file, copied: names, shapes and excerpts, each of a small fixed size.

use super::{bytes::up_to, text::Text};
use core::fmt;

/// The name of a tensor in a file; of a long one the end, which is where names differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name {
    bytes: [u8; Self::LONGEST],
    len: u8,
}

impl Name {
    /// With two names an [`Error`](super::Error) is below the 128 bytes from which on clippy warns a
    /// program whose functions return it.
    const LONGEST: usize = 37;

    pub(crate) const fn new(name: &[u8]) -> Self {
        let mut bytes = [0; Self::LONGEST];
        let (mut to, mut from) = (0, 0);
        if name.len() > Self::LONGEST {
            (bytes[0], bytes[1], bytes[2]) = (b'.', b'.', b'.');
            (to, from) = (3, name.len() - (Self::LONGEST - 3));
            while from < name.len() && name[from] & 0xc0 == 0x80 {
                from += 1;
            }
        }
        while from < name.len() && to < Self::LONGEST {
            bytes[to] = name[from];
            to += 1;
            from += 1;
        }
        Self { bytes, len: to as u8 }
    }

    /// The name, or `...` and its end.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len as usize).0) {
            Ok(name) => name,
            Err(_) => "?",
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{self}`")
    }
}

/// The shape of a tensor in a file: its first three sizes and how many there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    rank: u32,
    sizes: [u64; 3],
}

impl Shape {
    pub(crate) const fn new() -> Self {
        Self { rank: 0, sizes: [0; 3] }
    }

    pub(crate) const fn with(mut self, size: u64) -> Self {
        if self.rank < 3 {
            self.sizes[self.rank as usize] = size;
        }
        self.rank += 1;
        self
    }

    pub(crate) const fn equals(&self, other: &Self) -> bool {
        self.rank == other.rank
            && self.sizes[0] == other.sizes[0]
            && self.sizes[1] == other.sizes[1]
            && self.sizes[2] == other.sizes[2]
    }

    pub(super) const fn write<const N: usize>(&self, text: Text<N>) -> Text<N> {
        let mut text = text.byte(b'[');
        let mut i = 0;
        while i < 3 && i < self.rank as usize {
            if i > 0 {
                text = text.str(", ");
            }
            text = text.number(self.sizes[i]);
            i += 1;
        }
        text.str(if self.rank > 3 { ", ...]" } else { "]" })
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.write(Text::<72>::new()).as_str())
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// What stands in a file at a place: at most 16 bytes. What is not printable ASCII prints as `\xff`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Excerpt {
    bytes: [u8; Self::LONGEST],
    len: u8,
}

impl Excerpt {
    const LONGEST: usize = 16;

    pub(crate) const fn new(rest: &[u8]) -> Self {
        let mut bytes = [0; Self::LONGEST];
        let mut len = 0;
        while len < rest.len() && len < Self::LONGEST {
            bytes[len] = rest[len];
            len += 1;
        }
        Self { bytes, len: len as u8 }
    }

    /// The bytes; none at the end of the header.
    pub const fn as_bytes(&self) -> &[u8] {
        up_to(&self.bytes, self.len as usize)
    }

    pub(super) const fn write<const N: usize>(&self, text: Text<N>) -> Text<N> {
        let (mut text, mut i) = (text, 0);
        while i < self.as_bytes().len() {
            text = match self.bytes[i] {
                byte @ b' '..=b'~' => text.byte(byte),
                byte => text.str("\\x").hex(byte as u64, 2),
            };
            i += 1;
        }
        text
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.write(Text::<64>::new()).as_str())
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{self}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn of_a_long_name_the_end_is_kept() {
        let long = [b'a'; 100];
        assert_eq!(Name::new(b"0.weight").as_str(), "0.weight");
        assert_eq!(Name::new(&long).as_str().len(), 37);
        assert!(Name::new(&long).as_str().starts_with("...aaa"));
        // Two bytes a character: a cut in the middle of one moves to its end.
        assert!(Name::new("ä".repeat(40).as_bytes()).as_str().starts_with("...ä"));
    }

    #[test]
    fn excerpts_print_in_one_line() {
        let excerpt = Excerpt::new("[3,\n\"ä\"] and what follows".as_bytes());
        assert_eq!(excerpt.as_bytes().len(), 16);
        assert_eq!(excerpt.to_string(), "[3,\\x0a\"\\xc3\\xa4\"] and wh");
    }
}
