//! Whether a file has what a network wants: every tensor, with the shape and the numbers it needs.

use super::{
    Error, Excerpt, FORMAT, MAX_TENSORS, Name, Reader, Shape,
    bytes::{attempt, byte, equal, hexadecimal},
    checksum,
    entry::Entry,
    fingerprint,
    finite::{all_finite, not_finite},
    header::File,
    mapping::{FullName, beside, in_one_module, of_another_cell},
    number,
    text::Text,
};
use crate::{
    parameters::{Layout, Leaf, Node, NodeKind, Parameters, PerAxis},
    scalar::Kind,
};

/// A file in which all tensors of a network were found, with the shapes and numbers they need.
pub(super) struct Checked<'a> {
    file: &'a File<'a>,
    reader: &'a Reader<'a>,
    /// In which order the file lists axes; in a native file they lie as in memory, under names of our own.
    pub(super) layout: Option<Layout>,
    /// A bit for each tensor of the file that the network wants.
    wanted: [u64; MAX_TENSORS / 64],
}

impl<'a> Checked<'a> {
    /// Tensors first, so that the error of a network that was resized names one; the fingerprint
    /// is for what tensors do not show.
    pub(super) const fn new<N: Parameters>(
        reader: &'a Reader<'a>,
        file: &'a File<'a>,
    ) -> Result<Self, Error> {
        let checked = attempt!(Self::tensors::<N>(reader, file));
        attempt!(checked.nothing_else());
        attempt!(checked.same_network::<N>());
        Ok(checked)
    }

    /// The tensors of a network, in a file that may have others.
    pub(super) const fn tensors<N: Parameters>(
        reader: &'a Reader<'a>,
        file: &'a File<'a>,
    ) -> Result<Self, Error> {
        if let Some(version) = file.metadata(b"constnet.version")
            && !equal(version.text, FORMAT.as_bytes())
        {
            let (offset, found) = (version.offset, Excerpt::new(version.text));
            return Err(Error::Version { offset, expected: FORMAT, found });
        }
        let layout = match file.metadata(b"constnet.layout") {
            Some(layout) if equal(layout.text, b"native") => None,
            Some(layout) if equal(layout.text, b"keras") => Some(Layout::Keras),
            _ => Some(reader.layout),
        };
        let mut checked = Self { file, reader, layout, wanted: [0; MAX_TENSORS / 64] };
        if let Err(error) = checked.check(N::LAYOUT, Text::new()) {
            let another = match error {
                Error::Missing { .. } | Error::Shape { .. } => checked.another_cell(),
                _ => None,
            };
            return Err(match another {
                Some(another) => another,
                None => error,
            });
        }
        Ok(checked)
    }

    /// Whether the network wants all tensors of the file, or the reader passes over the others.
    const fn nothing_else(&self) -> Result<(), Error> {
        match self.first_unwanted([]) {
            Some(i) if !self.reader.ignore_unknown => Err(match self.another_cell() {
                Some(error) => error,
                None => attempt!(self.file.entry(i)).unexpected(),
            }),
            _ => Ok(()),
        }
    }

    /// The error of a cell that is none of ours, if a tensor that the network does not want is of such.
    const fn another_cell(&self) -> Option<Error> {
        let mut i = 0;
        while i < self.file.count {
            let name = self.file.name(i);
            if let Some(found) = of_another_cell(name)
                && !self.wants(i)
            {
                let (tensor, offset) = (Name::new(name), self.file.place(i));
                return Some(Error::NoSuchCell { tensor, offset, found });
            }
            i += 1;
        }
        None
    }

    /// Whether the network wants tensor `i` of the file.
    const fn wants(&self, i: usize) -> bool {
        i < MAX_TENSORS && self.wanted[i / 64] >> (i % 64) & 1 == 1
    }

    /// The tensor named first in the file that the network, as far as it was compared, does not want,
    /// and the others neither.
    pub(super) const fn first_unwanted<const K: usize>(&self, others: [&Self; K]) -> Option<usize> {
        let (mut first, mut i) = (None, 0);
        while i < self.file.count {
            let (mut wanted, mut k) = (self.wants(i), 0);
            while k < K {
                wanted |= others[k].wants(i);
                k += 1;
            }
            let earlier = match first {
                Some(first) => self.file.place(i) < self.file.place(first),
                None => true,
            };
            if !wanted && earlier {
                first = Some(i);
            }
            i += 1;
        }
        first
    }

    /// Of the tensors that the network, as far as it was compared, does not want, the one whose name ends most as
    /// a name does, or begins so, or stands first.
    const fn nearest_unwanted(&self, name: &[u8]) -> Option<usize> {
        let (mut nearest, mut i) = (None, 0);
        while i < self.file.count {
            let alike = alike(self.file.name(i), name);
            let nearer = match nearest {
                None => true,
                Some((other, most)) => {
                    alike > most || alike == most && self.file.place(i) < self.file.place(other)
                }
            };
            if !self.wants(i) && nearer {
                nearest = Some((i, alike));
            }
            i += 1;
        }
        match nearest {
            Some((i, _)) => Some(i),
            None => None,
        }
    }

    /// Whether the fingerprint, where the file has one, is that of the network's type.
    pub(super) const fn same_network<N: Parameters>(&self) -> Result<(), Error> {
        if self.reader.ignore_fingerprint {
            return Ok(());
        }
        if let Some(value) = self.file.metadata(b"constnet.network") {
            let (expected, found) = (fingerprint::<N>(), attempt!(value.word()));
            if found != expected {
                return Err(Error::Fingerprint { offset: value.offset, expected, found });
            }
        }
        Ok(())
    }

    /// Whether the data are those that were written, where the file says what they were.
    pub(super) const fn intact(&self) -> Result<(), Error> {
        if let Some(value) = self.file.metadata(b"constnet.checksum") {
            let Some(expected) = hexadecimal(value.text, 32) else {
                return value.error("32 hexadecimal digits");
            };
            let found = checksum(self.file.data);
            if found != expected {
                let (expected, found) = (expected.to_be_bytes(), found.to_be_bytes());
                return Err(Error::Checksum { offset: value.offset, expected, found });
            }
        }
        Ok(())
    }

    const fn check(&mut self, nodes: &[Node], path: FullName) -> Result<(), Error> {
        let mut i = 0;
        while i < nodes.len() {
            let path = path.level(nodes[i].name);
            match &nodes[i].kind {
                NodeKind::Leaf(leaf) => {
                    let entry = attempt!(self.want(leaf, &path));
                    if let Some(name) = leaf.summand(self.layout) {
                        let other = attempt!(self.want(leaf, &beside(&path, name)));
                        attempt!(self.finite_sum(leaf, &entry, &other));
                    }
                }
                NodeKind::Branch { nodes, .. } => attempt!(self.check(nodes, path)),
            }
            i += 1;
        }
        Ok(())
    }

    /// A tensor that the network wants, if shape, dtype and numbers fit.
    const fn want(&mut self, leaf: &Leaf, path: &FullName) -> Result<Entry<'a>, Error> {
        let (entry, place) = attempt!(self.entry(leaf, path));
        attempt!(self.finite(leaf, &entry));
        if place < MAX_TENSORS {
            self.wanted[place / 64] |= 1 << (place % 64);
        }
        Ok(entry)
    }

    /// The second tensor of a leaf that is the sum of two, if the file has such.
    pub(super) const fn other(
        &self,
        leaf: &Leaf,
        path: &FullName,
    ) -> Result<Option<Entry<'a>>, Error> {
        match leaf.summand(self.layout) {
            Some(name) => Ok(Some(attempt!(self.entry(leaf, &beside(path, name))).0)),
            None => Ok(None),
        }
    }

    /// The tensor of a leaf and its place among the file's, if shape and dtype fit.
    pub(super) const fn entry(
        &self,
        leaf: &Leaf,
        path: &FullName,
    ) -> Result<(Entry<'a>, usize), Error> {
        let name = self.reader.mapping.of(path, self.layout.is_none());
        let tensor = Name::new(name.as_bytes());
        if leaf.kind.is(Kind::Other) {
            return Err(Error::Unstorable { tensor });
        }
        let place = match self.file.find(name.as_bytes()) {
            Some(place) if name.fits() => Some(place),
            _ if self.layout.is_none() => None,
            _ => match in_one_module(&name) {
                Some(name) if name.fits() => self.file.find(name.as_bytes()),
                _ => None,
            },
        };
        let place = match place {
            Some(place) => place,
            None => {
                let expected = shape(leaf, self.layout);
                let found = match self.nearest_unwanted(name.as_bytes()) {
                    Some(i) => Some(Name::new(self.file.name(i))),
                    None => None,
                };
                return Err(Error::Missing { tensor, expected, found });
            }
        };
        let mut entry = attempt!(self.file.entry(place));
        let offset = entry.offset;
        // F32, F64, F16 and BF16 convert into each other's networks; the native layout and
        // checkpoints keep bits.
        let exact = self.layout.is_none() || self.reader.exact;
        let fits = match entry.dtype.kind {
            Kind::Other => false,
            kind => !exact || kind.is(leaf.kind),
        };
        if !fits {
            let (expected, found) = (leaf.kind.name(), entry.dtype.name);
            return Err(Error::Dtype { tensor, offset, expected, found });
        }
        let (expected, found) = (shape(leaf, self.layout), entry.shape);
        let other = match leaf.other_shape_in(self.layout) {
            Some(other) => named(other).equals(&found),
            None => false,
        };
        if !expected.equals(&found) && !other {
            let fits = self.other_layout(leaf, &found);
            return Err(Error::Shape { tensor, offset, expected, found, fits });
        }
        if let Some([row, rows]) = leaf.row(self.layout) {
            // The shape has so many rows, so the bytes are a multiple of their number.
            if let Some(bytes) = (entry.end - entry.begin).checked_div(rows as u64) {
                entry.begin += row as u64 * bytes;
                entry.end = entry.begin + bytes;
            }
        }
        Ok((entry, place))
    }

    /// The layout that a shape fits which is not that of the file's layout.
    const fn other_layout(&self, leaf: &Leaf, found: &Shape) -> Option<Layout> {
        let mut i = 0;
        while i < Layout::ALL.len() {
            let other = Layout::ALL[i];
            if self.layout.is_some() && shape(leaf, Some(other)).equals(found) {
                return Some(other);
            }
            i += 1;
        }
        None
    }

    pub(super) const fn data(&self, entry: &Entry<'_>) -> &'a [u8] {
        number::data(self.file.data, entry)
    }

    /// Whether the sums of two tensors are finite.
    const fn finite_sum(
        &self,
        leaf: &Leaf,
        entry: &Entry<'_>,
        other: &Entry<'_>,
    ) -> Result<(), Error> {
        let (data, to_add) = (self.data(entry), self.data(other));
        let mut i = 0;
        while i < leaf.len() && !self.reader.allow_non_finite {
            let sum = number::sum(data, entry.dtype.kind, to_add, other.dtype.kind, i);
            if !number::rounded(sum, leaf.kind).is_finite() {
                let tensor = Name::new(other.name);
                let offset = self.file.data_offset() + to_add.len() / leaf.len() * i;
                let offset = offset + other.begin as usize;
                return Err(Error::NotFinite { tensor, offset, found: not_finite(sum, leaf.kind) });
            }
            i += 1;
        }
        Ok(())
    }

    const fn finite(&self, leaf: &Leaf, entry: &Entry<'_>) -> Result<(), Error> {
        let data = self.data(entry);
        let kind = entry.dtype.kind;
        let narrows = matches!(
            (kind, leaf.kind),
            (Kind::F64, Kind::F32 | Kind::F16 | Kind::Bf16)
                | (Kind::F32, Kind::F16 | Kind::Bf16)
                | (Kind::Bf16, Kind::F16)
        );
        let doubtful = match narrows {
            true => number::too_large(data, kind, leaf.kind),
            false => !all_finite(data, kind),
        };
        if self.reader.allow_non_finite || !doubtful {
            return Ok(());
        }
        let mut i = 0;
        while i < leaf.len() {
            if !number::value(data, kind, leaf.kind, i).is_finite() {
                let tensor = Name::new(entry.name);
                let offset = self.file.data_offset() + data.len() / leaf.len() * i;
                let offset = offset + entry.begin as usize;
                // In the file's own precision.
                let found = not_finite(number::value(data, kind, Kind::F64, i), leaf.kind);
                return Err(Error::NotFinite { tensor, offset, found });
            }
            i += 1;
        }
        Ok(())
    }
}

/// The shape of the tensor that has a leaf in a file of this layout, or in a native one.
pub(crate) const fn shape(leaf: &Leaf, layout: Option<Layout>) -> Shape {
    let shape = match leaf.row(layout) {
        Some([_, rows]) => Shape::new().with(rows as u64),
        None => Shape::new(),
    };
    then(shape, leaf.shape_in(layout))
}

/// Sizes of axes as the header of a file has them.
pub(super) const fn named(sizes: PerAxis) -> Shape {
    then(Shape::new(), sizes)
}

const fn then(mut shape: Shape, sizes: PerAxis) -> Shape {
    let mut i = 0;
    while i < sizes.rank() {
        shape = shape.with(sizes.of(i) as u64);
        i += 1;
    }
    shape
}

/// How many bytes two names have in common at their ends, counted twice, and at their beginnings.
const fn alike(a: &[u8], b: &[u8]) -> usize {
    let shorter = if a.len() < b.len() { a.len() } else { b.len() };
    let (mut start, mut end) = (0, 0);
    while start < shorter && byte(a, start) == byte(b, start) {
        start += 1;
    }
    while end < shorter && byte(a, a.len() - 1 - end) == byte(b, b.len() - 1 - end) {
        end += 1;
    }
    2 * end + start
}
