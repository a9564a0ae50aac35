//! Why a file was refused.

use super::{Excerpt, Name, Shape};
use crate::parameters::Layout;

/// Why a file was refused, or could not be written.
///
/// `offset` counts bytes from the start of the file. The compiler shows the same words when
/// [`embed!`](crate::embed) refuses a file.
#[non_exhaustive]
#[derive(Clone, Copy, PartialEq)]
pub enum Error {
    /// The file is one of another format, by its first bytes.
    NotSafetensors {
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The file ends in its header.
    Truncated {
        /// How many bytes the file needs at least.
        expected: u64,
        /// How many it has.
        found: u64,
    },
    /// The file ends before the data of a tensor do.
    BeyondEnd {
        /// Which tensor.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
        /// How many bytes the file needs for it.
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
        /// The tensor whose entry it is; none in metadata, and before a name was read.
        tensor: Option<Name>,
        /// Where.
        offset: usize,
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// A name stands in the header twice.
    Duplicate {
        /// The name.
        tensor: Name,
        /// Where it stands the second time.
        offset: usize,
        /// Where it stands the first time.
        first: usize,
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
        /// The first.
        other: Name,
    },
    /// Bytes of the data belong to no tensor: a gap, or bytes after the last one.
    Unclaimed {
        /// Where the first such byte is.
        offset: usize,
        /// How many bytes the tensors have together.
        expected: u64,
        /// How many follow the header.
        found: u64,
    },
    /// The network has a tensor that the file lacks.
    Missing {
        /// The name that was looked for.
        tensor: Name,
        /// The shape that the network wants.
        expected: Shape,
        /// The first tensor of the file that none of the names before this one fitted, if there is one: a
        /// misspelling, or names with a prefix.
        found: Option<Name>,
    },
    /// The file has a tensor that the network lacks.
    Unexpected {
        /// Which one.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
        /// Its shape.
        found: Shape,
    },
    /// The file has a tensor of a recurrent cell that no layer here is: one that projects its state, or whose gates
    /// look at what it remembers. Without it the cell would compute something else.
    NoSuchCell {
        /// Which one.
        tensor: Name,
        /// Where the header names it.
        offset: usize,
        /// What the tensor does.
        found: &'static str,
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
        /// The layout in which the file's shape would be right, if there is one.
        fits: Option<Layout>,
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
        /// Where the number stands, or would stand in a file that was not written.
        offset: usize,
        /// What it is, or what is wrong with it.
        found: &'static str,
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
        /// The version that is read.
        expected: &'static str,
        /// The file's.
        found: Excerpt,
    },
    /// The file was written from a network of another type. Names and shapes of all tensors fit, so
    /// the types differ in layers without tensors, or in their constants.
    Fingerprint {
        /// Where the file's fingerprint stands.
        offset: usize,
        /// The fingerprint of the network's type.
        expected: u64,
        /// The one in the file.
        found: u64,
    },
    /// The contents are not those that were written.
    Checksum {
        /// Where the file says what was written.
        offset: usize,
        /// What the file says, from the highest byte: a number of 128 bits would align, and so enlarge, all
        /// errors.
        expected: [u8; 16],
        /// What its contents give.
        found: [u8; 16],
    },
    /// The file is no checkpoint of a training.
    NotACheckpoint {
        /// The key that its metadata lack.
        expected: &'static str,
    },
    /// The checkpoint belongs to another optimizer.
    Optimizer {
        /// Where the file names it.
        offset: usize,
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
    NoTestPair {
        /// How many inputs and outputs the network has.
        expected: [usize; 2],
        /// How many the pair in the file has; none without a pair.
        found: Option<[usize; 2]>,
    },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small_enough_to_return() {
        // From 128 on clippy warns a program whose functions return it.
        assert!(size_of::<Error>() < 128, "{}", size_of::<Error>());
    }
}
