//! From a network into a file.

use super::{
    Error, FORMAT, Name, Reader, TestPair,
    check::{named, shape},
    checksum, fingerprint,
    mapping::{Mapping, beside},
    text::Text,
};
use crate::{
    Parameters, Value,
    parameters::{
        Layout, Leaf,
        numbers::{TensorNumbers, for_each_tensor},
    },
    scalar::{Facts, Kind},
};
use core::fmt::{self, Write};

/// Writes networks as safetensors files.
///
/// The default layout is PyTorch's: a weight is `[out, in]`, row by row, a convolution's `[out, in, kh, kw]`,
/// under the names of an `nn.Sequential`. `load_state_dict(strict=True)`, JAX and the crate `safetensors` read it.
/// [`layout`](Self::layout) writes Keras' instead.
/// `__metadata__` says what network it was ([`fingerprint`]) and what its data were
/// ([`checksum`]); [`Reader`](super::Reader) compares both.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights::{Error, Reader, Writer}};
///
/// let net = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// // Without an allocator: a file of known length, in the caller's memory.
/// let mut buffer = [0; 512];
/// let len = Writer::new().write_to(&net, &mut buffer)?;
///
/// let copy: (Dense<2, 1>, Tanh) = Reader::new().load(&buffer[..len])?;
/// assert_eq!(copy.0.weight, net.0.weight);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Writer<'a> {
    mapping: Mapping<'a>,
    /// In which order the file lists axes; none: as they lie in memory.
    layout: Option<Layout>,
    pair: Option<(&'a [f64], &'a [f64])>,
}

impl Default for Writer<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Writer<'a> {
    /// A writer of files in PyTorch's layout.
    pub const fn new() -> Self {
        Self { mapping: Mapping::UNCHANGED, layout: Some(Layout::Torch), pair: None }
    }

    /// Tensors as they lie in memory, a matrix column by column, which the compiler embeds fastest. They have
    /// names of their own, `constnet.0.weight`, and the shape in memory, transposed `[in, out]`: they cannot
    /// be mistaken for PyTorch's.
    pub const fn native(mut self) -> Self {
        self.layout = None;
        self
    }

    /// As [`Reader::prefix`](super::Reader::prefix); the native layout has no prefix.
    pub const fn prefix(mut self, prefix: &'a str) -> Self {
        self.mapping.prefix = prefix;
        self
    }

    /// As [`Reader::table`](super::Reader::table); the native layout has no table.
    pub const fn table(mut self, table: &'a [(&'a str, &'a str)]) -> Self {
        self.mapping.table = table;
        self
    }

    /// As [`Reader::layout`](super::Reader::layout): the file lists the axes of tensors, and the gates of recurrent
    /// cells, as this layout does. Names are those of the network, or of a [`table`](Self::table).
    ///
    /// What Keras has as one tensor is one tensor, so the table gives its parts one name: the two biases of a
    /// [`Gru`](crate::layers::Gru). A [`DepthwiseConv2d`](crate::layers::DepthwiseConv2d) has the shape of a
    /// `DepthwiseConv2D`, `[kh, kw, in, multiplier]`. The file says that it has this layout, and is read so whatever its
    /// reader was told.
    ///
    /// ```
    /// use constnet::{prelude::*, weights::{Error, Layout, Reader, Writer}};
    ///
    /// const TABLE: &[(&str, &str)] = &[
    ///     ("weight_ih_l0", "gru.kernel"),
    ///     ("weight_hh_l0", "gru.recurrent_kernel"),
    ///     ("bias_ih_l0", "gru.bias"),
    ///     ("bias_hh_l0", "gru.bias"),
    /// ];
    /// let net = Gru::<3, 4>::init(&mut constnet::random::generator(1));
    /// let file = Writer::new().layout(Layout::Keras).table(TABLE).to_vec(&net)?;
    ///
    /// let header = String::from_utf8_lossy(&file);
    /// assert!(header.contains(r#""gru.kernel":{"dtype":"F32","shape":[3, 12],"#));
    /// assert!(header.contains(r#""gru.bias":{"dtype":"F32","shape":[2, 12],"#));
    /// let copy: Gru<3, 4> = Reader::new().layout(Layout::Keras).table(TABLE).load(&file)?;
    /// assert!(copy == net);
    /// # Ok::<(), Error>(())
    /// ```
    pub const fn layout(mut self, layout: Layout) -> Self {
        self.layout = Some(layout);
        self
    }

    /// Puts one input and its output into the file, for [`verify`](super::verify).
    pub const fn test_pair<X: Value, Y: Value>(mut self, pair: &'a TestPair<X, Y>) -> Self {
        self.pair = Some((pair.input(), pair.output()));
        self
    }

    /// How many bytes the file of a network has.
    pub fn len<N: Parameters>(&self, net: &N) -> usize {
        length(|out| self.header(net, out), self.data_len(net))
    }

    /// Writes the file to the start of a buffer, and returns its length.
    ///
    /// What was written is read again before it is returned.
    ///
    /// # Errors
    /// [`NoRoom`](Error::NoRoom), if the buffer is shorter than [`len`](Self::len);
    /// [`NotFinite`](Error::NotFinite) and [`Unstorable`](Error::Unstorable), for numbers that no
    /// file should have; and what a reader refuses in names of [`prefix`](Self::prefix) and
    /// [`table`](Self::table), such as [`Duplicate`](Error::Duplicate), or [`Missing`](Error::Missing) where the parts of
    /// one tensor of a [`layout`](Self::layout) have different names. After an error the buffer holds no file.
    pub fn write_to<N: Parameters>(&self, net: &N, buffer: &mut [u8]) -> Result<usize, Error> {
        let expected = self.len(net);
        if buffer.len() < expected {
            return Err(Error::NoRoom { expected, found: buffer.len() });
        }
        self.storable(net)?;
        self.rows_follow(net)?;
        assemble(
            &mut buffer[..expected],
            |out| self.header(net, out),
            |out| self.numbers(net, out),
        );
        let reader = Reader::with(self.mapping).layout(self.layout.unwrap_or_default());
        reader.check::<N>(&buffer[..expected])?;
        Ok(expected)
    }

    /// The bytes of all numbers.
    pub(super) fn data_len<N: Parameters>(&self, net: &N) -> usize {
        let mut bytes = 0;
        for_each_tensor(net, |_, leaf, _| {
            let tensors = 1 + usize::from(leaf.summand(self.layout).is_some());
            bytes += tensors * leaf.len() * leaf.kind.facts().bytes;
        });
        bytes
    }

    /// The data of all tensors.
    pub(super) fn numbers<N: Parameters>(&self, net: &N, sink: &mut Sink<'_>) {
        for_each_tensor(net, |_, leaf, numbers| {
            self.numbers_of(leaf, numbers, sink);
            if leaf.summand(self.layout).is_some() {
                (0..leaf.len() * leaf.kind.facts().bytes).for_each(|_| sink.bytes(&[0]));
            }
        });
    }

    fn numbers_of(&self, leaf: &Leaf, numbers: TensorNumbers<'_>, sink: &mut Sink<'_>) {
        match numbers {
            TensorNumbers::F32(numbers) => {
                leaf.in_order(self.layout, |i| sink.bytes(&numbers[i].to_le_bytes()));
            }
            TensorNumbers::F64(numbers) => {
                leaf.in_order(self.layout, |i| sink.bytes(&numbers[i].to_le_bytes()));
            }
            TensorNumbers::F16(bits) | TensorNumbers::Bf16(bits) => {
                leaf.in_order(self.layout, |i| sink.bytes(&bits[i].to_le_bytes()));
            }
            TensorNumbers::Other => {}
        }
    }

    /// The file as a vector.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to).
    #[cfg(feature = "alloc")]
    pub fn to_vec<N: Parameters>(&self, net: &N) -> Result<alloc::vec::Vec<u8>, Error> {
        let mut file = alloc::vec![0; self.len(net)];
        self.write_to(net, &mut file)?;
        Ok(file)
    }

    /// Whether files have a name for every tensor's kind of number.
    pub(super) fn storable<N: Parameters>(&self, net: &N) -> Result<(), Error> {
        let mut result = Ok(());
        for_each_tensor(net, |path, leaf, _| {
            if leaf.kind == Kind::Other && result.is_ok() {
                let name = self.mapping.of(&Text::new().str(path), self.layout.is_none());
                result = Err(Error::Unstorable { tensor: Name::new(name.as_bytes()) });
            }
        });
        result
    }

    /// Whether the fields that are rows of one tensor of the file stand one after the other, as their data will.
    fn rows_follow<N: Parameters>(&self, net: &N) -> Result<(), Error> {
        let (mut result, mut expected) = (Ok(()), None);
        for_each_tensor(net, |path, leaf, _| {
            let row = leaf.row(self.layout);
            let shape = shape(leaf, self.layout);
            let follows = match (row, expected) {
                (None | Some([0, _]), None) => true,
                (Some(row), Some((next, of))) => row == next && shape.equals(&of),
                _ => false,
            };
            if !follows && result.is_ok() {
                let name = self.mapping.of(&Text::new().str(path), false);
                let tensor = Name::new(name.as_bytes());
                result = Err(Error::Missing { tensor, expected: shape, found: None });
            }
            expected = match row {
                Some([row, rows]) if row + 1 < rows => Some(([row + 1, rows], shape)),
                _ => None,
            };
        });
        result
    }

    fn header<N: Parameters>(&self, net: &N, out: &mut Sink<'_>) {
        start::<N>(out);
        out.text(match self.layout {
            None => format_args!(",\"constnet.layout\":\"native\""),
            // What loaders of PyTorch's files ask for.
            Some(Layout::Torch) => format_args!(",\"format\":\"pt\""),
            // Where sizes are equal, nothing else tells it from PyTorch's.
            Some(Layout::Keras) => format_args!(",\"constnet.layout\":\"keras\""),
        });
        if let Some((input, output)) = self.pair {
            for (key, values) in [("input", input), ("output", output)] {
                out.text(format_args!(",\"constnet.{key}\":\""));
                values.iter().for_each(|v| out.text(format_args!("{:016x}", v.to_bits())));
                out.text(format_args!("\""));
            }
        }
        out.text(format_args!("}}"));
        self.tensors(net, &mut 0, out);
        out.text(format_args!("}}"));
    }

    /// The entries of all tensors, whose data begin at `begin`, which is moved to their end.
    pub(super) fn tensors<N: Parameters>(&self, net: &N, begin: &mut usize, out: &mut Sink<'_>) {
        for_each_tensor(net, |path, leaf, _| {
            let path = Text::new().str(path);
            let rows = match leaf.row(self.layout) {
                None => 1,
                Some([0, rows]) => rows,
                // A part of the tensor whose first row stood before; the data of rows follow each other.
                Some(_) => return,
            };
            let mut entry = |path: &Text<256>| {
                let name = self.mapping.of(path, self.layout.is_none());
                let Facts { name: dtype, bytes, .. } = leaf.kind.facts();
                let end = *begin + rows * leaf.len() * bytes;
                let shape = match leaf.other_shape_in(self.layout) {
                    Some(of_inputs) => named(of_inputs),
                    None => shape(leaf, self.layout),
                };
                out.text(format_args!(
                    ",\"{}\":{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":[{begin},{end}]}}",
                    name.as_str(),
                ));
                *begin = end;
            };
            entry(&path);
            if let Some(name) = leaf.summand(self.layout) {
                entry(&beside(&path, name));
            }
        });
    }
}

/// How a header begins: with the checksum's place, so that it is known where that is.
const METADATA: &str =
    "{\"__metadata__\":{\"constnet.checksum\":\"00000000000000000000000000000000\"";

/// The start of a header, up to the metadata that every file of a network has.
pub(super) fn start<N: Parameters>(out: &mut Sink<'_>) {
    out.text(format_args!("{METADATA}"));
    out.text(format_args!(",\"constnet.version\":\"{FORMAT}\""));
    out.text(format_args!(",\"constnet.network\":\"{:016x}\"", fingerprint::<N>()));
}

/// The length of a file with this header and so many bytes of data.
pub(super) fn length(header: impl FnOnce(&mut Sink<'_>), data: usize) -> usize {
    let mut counter = Sink { buffer: &mut [], at: 0 };
    header(&mut counter);
    (8 + counter.at).next_multiple_of(8) + data
}

/// Writes a file into a buffer of its length.
pub(super) fn assemble(
    buffer: &mut [u8],
    header: impl FnOnce(&mut Sink<'_>),
    numbers: impl FnOnce(&mut Sink<'_>),
) {
    let mut sink = Sink { buffer: &mut buffer[8..], at: 0 };
    header(&mut sink);
    // Spaces up to a multiple of 8, so that the data are aligned where the file is.
    while !sink.at.is_multiple_of(8) {
        sink.bytes(b" ");
    }
    let place = sink.at;
    buffer[..8].copy_from_slice(&(place as u64).to_le_bytes());
    let (head, data) = buffer.split_at_mut(8 + place);
    numbers(&mut Sink { buffer: data, at: 0 });
    // The checksum's place was filled with zeros.
    let sum = checksum(data);
    let digits = Text::<32>::new().hex((sum >> 64) as u64, 16).hex(sum as u64, 16);
    let start = 8 + METADATA.len() - "\"".len() - 32;
    head[start..start + 32].copy_from_slice(digits.as_bytes());
}

/// Writes what fits and counts the rest.
pub(super) struct Sink<'a> {
    buffer: &'a mut [u8],
    at: usize,
}

impl Sink<'_> {
    fn bytes(&mut self, bytes: &[u8]) {
        if let Some(room) = self.buffer.get_mut(self.at..self.at + bytes.len()) {
            room.copy_from_slice(bytes);
        }
        self.at += bytes.len();
    }

    pub(super) fn text(&mut self, text: fmt::Arguments<'_>) {
        // `write_str` below has no error.
        let _ = self.write_fmt(text);
    }
}

impl Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}
