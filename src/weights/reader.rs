//! From a file into a network: everything is checked first, then everything is written.

use super::{
    Error, FORMAT, MAX_TENSORS, Name, Shape, checksum, fingerprint,
    header::{Entry, File, attempt, equal, hex_digit},
    names::{Names, Path},
    raw,
    text::Text,
};
use crate::{
    parameters::{Leaf, Node, NodeKind, Parameters},
    scalar::Kind,
};

/// Reads safetensors files into networks.
///
/// What is not asked for is refused: [`new`](Self::new) is the strictest reader.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights::{Error, Reader}};
///
/// let trained = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// let file = constnet::weights::to_vec(&trained)?;
///
/// let mut net = <(Dense<2, 1>, Tanh)>::zeros();
/// Reader::new().load_into(&mut net, &file)?;
/// assert_eq!(net.0.weight, trained.0.weight);
///
/// // The same file is no network of two outputs.
/// let mut wider = <(Dense<2, 2>, Tanh)>::zeros();
/// let error = Reader::new().ignore_fingerprint().load_into(&mut wider, &file).unwrap_err();
/// assert!(error.to_string().starts_with("tensor `0.weight`: the network wants [2, 2], the file has [1, 2]"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Reader<'a> {
    names: Names<'a>,
    ignore_unknown: bool,
    allow_non_finite: bool,
    ignore_fingerprint: bool,
    /// The numbers of the file are those of the network: a training goes on with the same bits.
    exact: bool,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Reader<'a> {
    /// A reader of files that name tensors as the network does: `0.weight`, `0.bias`, `2.weight`,
    /// as PyTorch's `nn.Sequential` does too.
    pub const fn new() -> Self {
        Self::with(Names::UNCHANGED)
    }

    pub(super) const fn with(names: Names<'a>) -> Self {
        Self {
            names,
            ignore_unknown: false,
            allow_non_finite: false,
            ignore_fingerprint: false,
            exact: false,
        }
    }

    /// Names in the file begin with `prefix`: `"actor."` for a module `self.actor`.
    pub const fn prefix(mut self, prefix: &'a str) -> Self {
        self.names.prefix = prefix;
        self
    }

    /// Layers or tensors of the network and what the file calls them:
    /// `&[("0", "fc1"), ("2", "fc2")]` reads `fc1.weight` into the weight of layer 0. The first
    /// pair that fits counts; a path without one keeps its name.
    pub const fn table(mut self, table: &'a [(&'a str, &'a str)]) -> Self {
        self.names.table = table;
        self
    }

    /// Tensors that the network does not know are passed over.
    pub const fn ignore_unknown(mut self) -> Self {
        self.ignore_unknown = true;
        self
    }

    /// NaN and ±∞ are read as they are.
    pub const fn allow_non_finite(mut self) -> Self {
        self.allow_non_finite = true;
        self
    }

    /// A file that was written from a network of another type is read if names and shapes fit.
    pub const fn ignore_fingerprint(mut self) -> Self {
        self.ignore_fingerprint = true;
        self
    }

    /// One part of a checkpoint.
    pub(super) const fn part(prefix: &'a str) -> Self {
        let mut reader = Self::new().prefix(prefix).ignore_unknown();
        reader.exact = true;
        reader
    }

    #[cfg(feature = "std")]
    pub(super) const fn reads_unknown(&self) -> bool {
        self.ignore_unknown
    }

    /// Whether [`load_into`](Self::load_into) would succeed.
    ///
    /// # Errors
    /// Every [`Error`] of reading.
    pub const fn check<N: Parameters>(&self, bytes: &[u8]) -> Result<(), Error> {
        let file = attempt!(File::read(bytes));
        attempt!(Search::new::<N>(self, &file)).intact()
    }

    /// Reads a file into a network, in place: nothing the size of a network crosses the stack.
    ///
    /// # Errors
    /// Every [`Error`] of reading; the network is then what it was.
    pub fn load_into<N: Parameters>(&self, net: &mut N, bytes: &[u8]) -> Result<(), Error> {
        let file = File::read(bytes)?;
        let search = Search::new::<N>(self, &file)?;
        search.intact()?;
        raw::overwrite(net, &search)
    }

    /// A network of a file's tensors, by value: for networks that are small beside the stack, and
    /// for constants. The checksum is left to [`load_into`](Self::load_into) and
    /// [`check`](Self::check).
    ///
    /// # Errors
    /// Every [`Error`] of reading.
    pub const fn load<N: Parameters>(&self, bytes: &[u8]) -> Result<N, Error> {
        let file = attempt!(File::read(bytes));
        let search = attempt!(Search::new::<N>(self, &file));
        Ok(raw::built(attempt!(raw::build(&search))))
    }

    /// What [`embed!`](crate::embed) evaluates.
    #[doc(hidden)]
    #[track_caller]
    pub const fn embed<N: Parameters>(&self, bytes: &'static [u8]) -> N {
        const fn build<N: Parameters>(
            reader: &Reader<'_>,
            bytes: &[u8],
        ) -> Result<core::mem::MaybeUninit<N>, Error> {
            let file = attempt!(File::read(bytes));
            raw::build(&attempt!(Search::new::<N>(reader, &file)))
        }
        match build(self, bytes) {
            Ok(net) => raw::built(net),
            Err(error) => panic!("{}", error.message().as_str()),
        }
    }
}

/// A file in which all tensors of a network were found, with the shapes and numbers they need.
pub(super) struct Search<'a> {
    file: &'a File<'a>,
    reader: &'a Reader<'a>,
    /// Whether tensors are stored column by column, under names of our own.
    pub(super) native: bool,
    /// A bit for each tensor of the file that the network wants.
    wanted: [u64; MAX_TENSORS / 64],
}

impl<'a> Search<'a> {
    pub(super) const fn new<N: Parameters>(
        reader: &'a Reader<'a>,
        file: &'a File<'a>,
    ) -> Result<Self, Error> {
        let native = match file.metadata(b"constnet.layout") {
            Some((layout, _)) => equal(layout, b"native"),
            None => false,
        };
        let mut search = Self { file, reader, native, wanted: [0; MAX_TENSORS / 64] };
        attempt!(search.is_of::<N>());
        attempt!(search.check(N::LAYOUT, Text::new()));
        if !reader.ignore_unknown {
            let mut i = 0;
            while i < file.count {
                if !search.wants(i) {
                    let entry = attempt!(file.entry(i));
                    let tensor = Name::new(entry.name);
                    return Err(Error::Unexpected { tensor, offset: entry.offset });
                }
                i += 1;
            }
        }
        Ok(search)
    }

    /// Whether the network wants tensor `i` of the file.
    pub(super) const fn wants(&self, i: usize) -> bool {
        i < MAX_TENSORS && self.wanted[i / 64] >> (i % 64) & 1 == 1
    }

    /// Whether version and fingerprint, where the file has them, are ours.
    const fn is_of<N: Parameters>(&self) -> Result<(), Error> {
        if let Some((version, offset)) = self.file.metadata(b"constnet.version")
            && !equal(version, FORMAT.as_bytes())
        {
            return Err(Error::Version { offset });
        }
        if self.reader.ignore_fingerprint {
            return Ok(());
        }
        if let Some((digits, offset)) = self.file.metadata(b"constnet.network") {
            let expected = fingerprint::<N>();
            let Some(found) = hexadecimal(digits, 16) else {
                return Err(Error::Syntax { offset, expected: "16 hexadecimal digits" });
            };
            if found as u64 != expected {
                return Err(Error::Fingerprint { expected, found: found as u64 });
            }
        }
        Ok(())
    }

    /// Whether the data are those that were written, where the file says what they were.
    pub(super) const fn intact(&self) -> Result<(), Error> {
        if let Some((digits, offset)) = self.file.metadata(b"constnet.checksum") {
            let Some(expected) = hexadecimal(digits, 32) else {
                return Err(Error::Syntax { offset, expected: "32 hexadecimal digits" });
            };
            let found = checksum(self.file.data);
            if found != expected {
                return Err(Error::Checksum { expected, found });
            }
        }
        Ok(())
    }

    const fn check(&mut self, nodes: &[Node], path: Path) -> Result<(), Error> {
        let mut i = 0;
        while i < nodes.len() {
            let path = path.level(nodes[i].name);
            match &nodes[i].kind {
                NodeKind::Leaf(leaf) => {
                    let (entry, place) = attempt!(self.entry(leaf, &path));
                    attempt!(self.finite(leaf, &entry));
                    if place < MAX_TENSORS {
                        self.wanted[place / 64] |= 1 << (place % 64);
                    }
                }
                NodeKind::Branch { nodes, .. } => attempt!(self.check(nodes, path)),
            }
            i += 1;
        }
        Ok(())
    }

    /// The tensor of a leaf and its place among the file's, if shape and dtype fit.
    pub(super) const fn entry(
        &self,
        leaf: &Leaf,
        path: &Path,
    ) -> Result<(Entry<'a>, usize), Error> {
        let name = self.reader.names.of(path, self.native);
        let tensor = Name::new(name.as_bytes());
        let expected = match leaf.kind {
            Kind::F32 => "F32",
            Kind::F64 => "F64",
            Kind::Other => return Err(Error::Unstorable { tensor }),
        };
        let place = match self.file.find(name.as_bytes()) {
            Some(place) if name.fits() => place,
            _ => return Err(Error::Missing { tensor }),
        };
        let entry = attempt!(self.file.entry(place));
        let (offset, found) = (entry.offset, entry.dtype.name);
        // F32, F64, F16 and BF16 convert into each other's networks; the native layout and
        // checkpoints keep bits.
        let fits = match found.as_bytes() {
            b"F32" | b"F64" if self.native || self.reader.exact => {
                equal(found.as_bytes(), expected.as_bytes())
            }
            b"F32" | b"F64" => true,
            b"F16" | b"BF16" => !self.native && !self.reader.exact,
            _ => false,
        };
        if !fits {
            return Err(Error::Dtype { tensor, offset, expected, found });
        }
        let shape = shape(leaf, self.native);
        if !shape.equals(&entry.shape) {
            return Err(Error::Shape { tensor, offset, expected: shape, found: entry.shape });
        }
        Ok((entry, place))
    }

    pub(super) const fn data(&self, entry: &Entry<'_>) -> &'a [u8] {
        raw::data(self.file.data, entry)
    }

    const fn finite(&self, leaf: &Leaf, entry: &Entry<'_>) -> Result<(), Error> {
        let data = self.data(entry);
        let dtype = entry.dtype.name;
        let narrows = matches!(leaf.kind, Kind::F32) && equal(dtype.as_bytes(), b"F64");
        let doubtful = if narrows { raw::too_large(data) } else { !all_finite(data, dtype) };
        if self.reader.allow_non_finite || !doubtful {
            return Ok(());
        }
        let mut i = 0;
        while i < leaf.len() {
            if !raw::value(data, dtype, leaf.kind, i).is_finite() {
                let tensor = Name::new(entry.name);
                let offset = self.file.data_offset() + data.len() / leaf.len() * i;
                return Err(Error::NotFinite { tensor, offset: offset + entry.begin as usize });
            }
            i += 1;
        }
        Ok(())
    }
}

/// What a file of this layout calls the shape of a leaf.
pub(super) const fn shape(leaf: &Leaf, native: bool) -> Shape {
    let (rows, columns) = (leaf.rows as u64, leaf.columns as u64);
    match (leaf.rank, native) {
        (1, _) => Shape::new().with(rows),
        // Columns one after the other are the rows of the transpose.
        (_, true) => Shape::new().with(columns).with(rows),
        (_, false) => Shape::new().with(rows).with(columns),
    }
}

/// The value of so many digits.
pub(super) const fn hexadecimal(digits: &[u8], count: usize) -> Option<u128> {
    if digits.len() != count {
        return None;
    }
    let (mut value, mut i) = (0, 0);
    while i < digits.len() {
        let Some(digit) = hex_digit(digits[i]) else { return None };
        value = value << 4 | digit as u128;
        i += 1;
    }
    Some(value)
}

/// Whether no number has an exponent of ones only.
///
/// Sixteen bytes at a time: adding a one below the exponent carries into the sign's place if and
/// only if the exponent is all ones, and the carry goes no further.
const fn all_finite(data: &[u8], dtype: &str) -> bool {
    /// The same bits in every number.
    const fn everywhere(bits: u64) -> u128 {
        (bits as u128) << 64 | bits as u128
    }
    let (exponents, ones) = match dtype.as_bytes() {
        b"F32" => (everywhere(0x7f80_0000_7f80_0000), everywhere(0x0080_0000_0080_0000)),
        b"F64" => (everywhere(0x7ff0 << 48), everywhere(0x0010 << 48)),
        b"F16" => (everywhere(0x7c00_7c00_7c00_7c00), everywhere(0x0400_0400_0400_0400)),
        _ => (everywhere(0x7f80_7f80_7f80_7f80), everywhere(0x0080_0080_0080_0080)),
    };
    // A pattern, because the const evaluator checks no bounds in it.
    let (blocks, rest) = raw::blocks(data);
    let (mut carries, mut i) = (0, 0);
    while i < blocks.len() {
        let [a, b, c, d, e, f, g, h] = blocks[i];
        carries |= (raw::element!(u128, a) & exponents) + ones;
        carries |= (raw::element!(u128, b) & exponents) + ones;
        carries |= (raw::element!(u128, c) & exponents) + ones;
        carries |= (raw::element!(u128, d) & exponents) + ones;
        carries |= (raw::element!(u128, e) & exponents) + ones;
        carries |= (raw::element!(u128, f) & exponents) + ones;
        carries |= (raw::element!(u128, g) & exponents) + ones;
        carries |= (raw::element!(u128, h) & exponents) + ones;
        i += 1;
    }
    // Up to 16 bytes as one word, with zeros behind them.
    let mut i = 0;
    while i < rest.len() {
        let (mut word, mut j) = (0_u128, 0);
        while j < 16 && i < rest.len() {
            word |= (rest[i] as u128) << (8 * j);
            (i, j) = (i + 1, j + 1);
        }
        carries |= (word & exponents) + ones;
    }
    let signs = exponents + ones;
    carries & signs == 0
}
