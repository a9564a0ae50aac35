//! Why a file was refused.

use super::text::Text;
use core::fmt;

/// Why a file was refused, or could not be written.
///
/// `offset` counts bytes from the start of the file. The compiler shows the same words when
/// [`embed!`](crate::embed) refuses a file.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Error {
    /// The file ends too early.
    Truncated {
        /// How many bytes the file says that it has, or needs at least.
        expected: u64,
        /// How many it has.
        found: u64,
    },
    /// The header is longer than [`MAX_HEADER`](super::MAX_HEADER).
    HeaderTooLong {
        /// Its length in bytes.
        found: u64,
    },
    /// The header lists more than [`MAX_TENSORS`](super::MAX_TENSORS) tensors.
    TooManyTensors {
        /// Where the first tensor too many is named.
        offset: usize,
    },
    /// The header is not what safetensors describes.
    Syntax {
        /// Where.
        offset: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// A name stands in the header twice.
    Duplicate {
        /// The name.
        tensor: Name,
        /// Where it stands the second time.
        offset: usize,
    },
    /// Shape and dtype need another number of bytes than the data offsets give.
    Size {
        /// Which tensor.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
        /// What shape and dtype need, in bytes.
        expected: u64,
        /// What the data offsets give.
        found: u64,
    },
    /// Two tensors claim the same bytes.
    Overlap {
        /// The second of the two.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
    },
    /// Bytes of the data belong to no tensor: a gap, or bytes after the last one.
    Unclaimed {
        /// How many bytes the tensors have together.
        expected: u64,
        /// How many follow the header.
        found: u64,
    },
    /// The network has a tensor that the file lacks.
    Missing {
        /// The name that was looked for.
        tensor: Name,
    },
    /// The file has a tensor that the network lacks.
    Unexpected {
        /// Which one.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
    },
    /// A tensor has another shape.
    Shape {
        /// Which one.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
        /// What the network's type says.
        expected: Shape,
        /// What the file has.
        found: Shape,
    },
    /// A tensor's numbers cannot become the network's.
    Dtype {
        /// Which one.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
        /// The network's kind of number.
        expected: &'static str,
        /// The file's.
        found: &'static str,
    },
    /// NaN or ±∞, in the file or after rounding to the network's numbers.
    NotFinite {
        /// Which tensor.
        tensor: Name,
        /// Where the number stands; in a network that is written, its place in the tensor.
        offset: usize,
    },
    /// The network's numbers are of a type that files do not know.
    Unstorable {
        /// Which tensor.
        tensor: Name,
    },
    /// The file was written in a later version of this crate's format.
    Version {
        /// Where the version stands.
        offset: usize,
    },
    /// The file was written from a network of another type.
    Fingerprint {
        /// The fingerprint of the network's type.
        expected: u64,
        /// The one in the file.
        found: u64,
    },
    /// The data are not those that were written.
    Checksum {
        /// What the file says.
        expected: u128,
        /// What its data give.
        found: u128,
    },
    /// The file is no checkpoint of a training.
    NotACheckpoint,
    /// The checkpoint belongs to another optimizer.
    Optimizer {
        /// What this optimizer is called.
        expected: &'static str,
        /// What the file calls its own.
        found: Name,
    },
    /// The buffer is too small for the file.
    NoRoom {
        /// How many bytes the file has.
        expected: usize,
        /// How many the buffer has.
        found: usize,
    },
    /// The file has no test pair of the network's sizes.
    NoTestPair,
    /// The network's output is not the one in the file.
    Output {
        /// Which output.
        index: usize,
        /// The output in the file.
        expected: f64,
        /// The network's.
        found: f64,
    },
}

/// The name of a tensor in a file; of a long one the end, which is where names differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name {
    bytes: [u8; Self::LONGEST],
    len: u8,
}

impl Name {
    const LONGEST: usize = 55;

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

    const fn write<const N: usize>(&self, text: Text<N>) -> Text<N> {
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

impl Error {
    /// The message, built without `fmt`: the const evaluator has none.
    pub(crate) const fn message(&self) -> Text<320> {
        const fn tensor(name: &Name) -> Text<320> {
            Text::new().str("tensor `").str(name.as_str()).str("`")
        }
        const fn at(text: Text<320>, offset: usize) -> Text<320> {
            text.str(" (byte ").number(offset as u64).str(" of the file)")
        }
        let text = Text::<320>::new();
        match self {
            Self::Truncated { expected, found } => text
                .str("truncated: the file has ")
                .number(*found)
                .str(" bytes, by its own account at least ")
                .number(*expected),
            Self::HeaderTooLong { found } => text
                .str("the header has ")
                .number(*found)
                .str(" bytes, at most ")
                .number(super::MAX_HEADER as u64)
                .str(" are read: is it safetensors?"),
            Self::TooManyTensors { offset } => {
                let text = text.str("more than ").number(super::MAX_TENSORS as u64);
                at(text.str(" tensors"), *offset)
            }
            Self::Syntax { offset, expected } => {
                at(text.str("not a safetensors header: expected ").str(expected), *offset)
            }
            Self::Duplicate { tensor: name, offset } => {
                at(tensor(name).str(": the name stands in the file twice"), *offset)
            }
            Self::Size { tensor: name, offset, expected, found } => {
                let text = tensor(name).str(": shape and dtype need ").number(*expected);
                at(text.str(" bytes, the data offsets give ").number(*found), *offset)
            }
            Self::Overlap { tensor: name, offset } => {
                at(tensor(name).str(": another tensor claims the same bytes"), *offset)
            }
            Self::Unclaimed { expected, found } => text
                .str("the tensors have ")
                .number(*expected)
                .str(" bytes together, the file has ")
                .number(*found)
                .str(" bytes of data"),
            Self::Missing { tensor: name } => {
                tensor(name).str(": the network wants it, the file lacks it")
            }
            Self::Unexpected { tensor: name, offset } => {
                at(tensor(name).str(": the file has it, the network does not know it"), *offset)
            }
            Self::Shape { tensor: name, offset, expected, found } => {
                let text = expected.write(tensor(name).str(": the network wants "));
                at(found.write(text.str(", the file has ")), *offset)
            }
            Self::Dtype { tensor: name, offset, expected, found } => {
                let text = tensor(name).str(": the network wants ").str(expected);
                at(text.str(", the file has ").str(found), *offset)
            }
            Self::NotFinite { tensor: name, offset } => {
                at(tensor(name).str(": a number is not finite"), *offset)
            }
            Self::Unstorable { tensor: name } => {
                tensor(name).str(": files have no name for this type of number")
            }
            Self::Version { offset } => {
                at(text.str("written in a later version of the format"), *offset)
            }
            Self::Fingerprint { expected, found } => text
                .str("written from a network of another type: fingerprint ")
                .hex(*found, 16)
                .str(", this one has ")
                .hex(*expected, 16),
            Self::Checksum { expected, found } => text
                .str("damaged: the data have the checksum ")
                .hex((*found >> 64) as u64, 16)
                .hex(*found as u64, 16)
                .str(", the file says ")
                .hex((*expected >> 64) as u64, 16)
                .hex(*expected as u64, 16),
            Self::NotACheckpoint => text.str("the file is no checkpoint of a training"),
            Self::Optimizer { expected, found } => text
                .str("the checkpoint is one of the optimizer `")
                .str(found.as_str())
                .str("`, this one is `")
                .str(expected)
                .str("`"),
            Self::NoRoom { expected, found } => text
                .str("the file has ")
                .number(*expected as u64)
                .str(" bytes, the buffer ")
                .number(*found as u64),
            Self::NoTestPair => text.str("the file has no test pair of the network's sizes"),
            Self::Output { index, .. } => text
                .str("output ")
                .number(*index as u64)
                .str(" is not the one that was recorded with the weights"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.message().as_str())?;
        match self {
            Self::Output { expected, found, .. } => {
                write!(out, ": expected {expected:e}, found {found:e}")
            }
            _ => Ok(()),
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small_enough_to_return() {
        assert!(size_of::<Error>() <= 160, "{}", size_of::<Error>());
    }

    #[test]
    fn of_a_long_name_the_end_is_kept() {
        let long = [b'a'; 100];
        assert_eq!(Name::new(b"0.weight").as_str(), "0.weight");
        assert_eq!(Name::new(&long).as_str().len(), 55);
        assert!(Name::new(&long).as_str().starts_with("...aaa"));
        // Two bytes a character: a cut in the middle of one moves to its end.
        assert!(Name::new("ä".repeat(40).as_bytes()).as_str().starts_with("...ä"));
    }
}
