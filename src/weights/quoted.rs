//! What errors quote from a file, copied: names, shapes and excerpts, each of a small fixed size.

use super::{
    bytes::{byte, from, up_to},
    text::Text,
};
use core::fmt;

/// The name of a tensor in a file; of a long one the end, which is where names differ.
///
/// It is shown in one line, as are all errors: characters that act on a terminal, are invisible or steer
/// the direction of writing are escaped as in Rust, `\u{202e}`.
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

    /// The name, or `...` and its end, as it stands in the file: not escaped.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len as usize).0) {
            Ok(name) => name,
            Err(_) => "?",
        }
    }

    /// The name, escaped.
    pub(super) const fn write<const N: usize>(&self, mut text: Text<N>) -> Text<N> {
        let name = self.as_str().as_bytes();
        let mut at = 0;
        while at < name.len() {
            let (c, len) = character(from(name, at));
            text = if is_visible(c) {
                text.bytes(up_to(from(name, at), len))
            } else {
                text.str("\\u{").hex(c as u64, hex_digits(c)).byte(b'}')
            };
            at += len;
        }
        text
    }
}

/// The first character of a text in UTF-8, and its bytes.
const fn character(text: &[u8]) -> (u32, usize) {
    let first = byte(text, 0) as u32;
    let (mut c, len) = match first {
        0..0x80 => return (first, 1),
        0x80..0xe0 => (first & 0x1f, 2),
        0xe0..0xf0 => (first & 0x0f, 3),
        _ => (first & 0x07, 4),
    };
    let mut i = 1;
    while i < len {
        c = c << 6 | byte(text, i) as u32 & 0x3f;
        i += 1;
    }
    (c, len)
}

/// Whether a character shows itself and nothing else. Source: the Unicode Character Database, categories
/// Cc, Cf, Zl and Zp, and the spaces and fillers without a width.
const fn is_visible(c: u32) -> bool {
    !matches!(
        c,
        0..0x20
            | 0x7f..=0x9f
            | 0xad
            | 0x34f
            | 0x600..=0x605
            | 0x61c
            | 0x6dd
            | 0x70f
            | 0x890..=0x891
            | 0x8e2
            | 0x115f..=0x1160
            | 0x17b4..=0x17b5
            | 0x180b..=0x180f
            | 0x200b..=0x200f
            | 0x2028..=0x202e
            | 0x2060..=0x206f
            | 0x3164
            | 0xfe00..=0xfe0f
            | 0xfeff
            | 0xffa0
            | 0xfff0..=0xfffb
            | 0x110bd
            | 0x110cd
            | 0x13430..=0x1343f
            | 0x1bca0..=0x1bca3
            | 0x1d173..=0x1d17a
            | 0xe0000..=0xe0fff
    )
}

/// How many hexadecimal digits a number takes.
const fn hex_digits(c: u32) -> u32 {
    match c {
        0 => 1,
        _ => c.ilog2() / 4 + 1,
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No byte takes more than `\u{7f}`.
        out.write_str(self.write(Text::<{ 6 * Self::LONGEST }>::new()).as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{self}`")
    }
}

/// The shape of a tensor in a file: its sizes, up to four. Of more, it keeps the first three, how many there
/// are, and a number that stands for the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    rank: u16,
    /// Little-endian bytes, so that an [`Error`](super::Error) with two shapes is small.
    sizes: [[u8; 8]; Self::MOST],
}

impl Shape {
    const MOST: usize = 4;

    pub(crate) const fn new() -> Self {
        Self { rank: 0, sizes: [[0; 8]; Self::MOST] }
    }

    pub(crate) const fn with(mut self, size: u64) -> Self {
        let rank = self.rank as usize;
        if rank < Self::MOST {
            self.sizes[rank] = size.to_le_bytes();
        } else {
            // A multiplication by FNV's prime before each, so that two cannot change places.
            let others = self.size(Self::MOST - 1).wrapping_mul(0x0000_0100_0000_01b3) ^ size;
            self.sizes[Self::MOST - 1] = others.to_le_bytes();
        }
        // A header has no room for more than the last rank.
        self.rank = self.rank.saturating_add(1);
        self
    }

    const fn size(&self, axis: usize) -> u64 {
        u64::from_le_bytes(self.sizes[axis])
    }

    pub(crate) const fn equals(&self, other: &Self) -> bool {
        let mut axis = 0;
        while axis < Self::MOST && self.size(axis) == other.size(axis) {
            axis += 1;
        }
        axis == Self::MOST && self.rank == other.rank
    }

    pub(super) const fn write<const N: usize>(&self, text: Text<N>) -> Text<N> {
        let rank = self.rank as usize;
        let shown = if rank > Self::MOST { Self::MOST - 1 } else { rank };
        let (mut text, mut i) = (text.byte(b'['), 0);
        while i < shown {
            if i > 0 {
                text = text.str(", ");
            }
            text = text.number(self.size(i));
            i += 1;
        }
        text.str(if rank > shown { ", ...]" } else { "]" })
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.write(Text::<88>::new()).as_str())
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
    fn names_show_themselves_and_nothing_else() {
        for (name, shown) in [
            ("0.weight `é` 网络 😀", "0.weight `é` 网络 😀"),
            ("\x1b]0;\x07\n", "\\u{1b}]0;\\u{7}\\u{a}"),
            ("\u{9b}2J\u{7f}", "\\u{9b}2J\\u{7f}"),
            ("a\u{202e}b\u{2066}", "a\\u{202e}b\\u{2066}"),
            ("\u{feff}\u{e0041}\u{200b}", "\\u{feff}\\u{e0041}\\u{200b}"),
        ] {
            let name = Name::new(name.as_bytes());
            assert_eq!(name.to_string(), shown);
        }
        // The longest: nothing is cut.
        assert_eq!(Name::new(&[0x7f; 37]).to_string().len(), 6 * 37);
    }

    #[test]
    fn every_character_is_read_and_none_that_controls_is_visible() {
        for c in '\0'..=char::MAX {
            if c.is_control() {
                assert!(!is_visible(c as u32), "{c:?}");
            }
            let mut bytes = [0; 4];
            let text = c.encode_utf8(&mut bytes);
            assert_eq!(character(text.as_bytes()), (c as u32, c.len_utf8()));
        }
    }

    #[test]
    fn excerpts_print_in_one_line() {
        let excerpt = Excerpt::new("[3,\n\"ä\"] and what follows".as_bytes());
        assert_eq!(excerpt.as_bytes().len(), 16);
        assert_eq!(excerpt.to_string(), "[3,\\x0a\"\\xc3\\xa4\"] and wh");
    }
}
