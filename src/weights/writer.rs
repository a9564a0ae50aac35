//! From a network into a file.

use super::{
    Error, FORMAT, Name, Reader, TestPair, check::shape, checksum, fingerprint, mapping::Mapping,
    text::Text,
};
use crate::{
    Parameters, Value,
    parameters::{
        Layout,
        numbers::{TensorNumbers, for_each_tensor},
    },
    scalar::{Facts, Kind},
};
use core::fmt::{self, Write};

/// Writes networks as safetensors files.
///
/// The default layout is PyTorch's: a weight is `[out, in]`, row by row, a convolution's `[out, in, kh, kw]`,
/// under the names of an `nn.Sequential`. `load_state_dict(strict=True)`, JAX and the crate `safetensors` read it.
/// `__metadata__` says what network it was ([`fingerprint`]) and what its data were
/// ([`checksum`]); [`Reader`](super::Reader) compares both.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights::{Error, Reader, Writer}};
///
/// let net = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// // Without an allocator: a file of a length that is known, in memory of the caller's.
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

    /// Puts one input and its output into the file, for [`verify`](super::verify).
    pub const fn test_pair<X: Value, Y: Value>(mut self, pair: &'a TestPair<X, Y>) -> Self {
        self.pair = Some((pair.input(), pair.output()));
        self
    }

    /// How many bytes the file of a network has.
    pub fn len<N: Parameters>(&self, net: &N) -> usize {
        length(|out| self.header(net, out), data_len(net))
    }

    /// Writes the file to the start of a buffer, and returns its length.
    ///
    /// What was written is read again before it is returned.
    ///
    /// # Errors
    /// [`NoRoom`](Error::NoRoom), if the buffer is shorter than [`len`](Self::len);
    /// [`NotFinite`](Error::NotFinite) and [`Unstorable`](Error::Unstorable), for numbers that no
    /// file should have; and what a reader refuses in names of [`prefix`](Self::prefix) and
    /// [`table`](Self::table), such as [`Duplicate`](Error::Duplicate). After an error the buffer
    /// holds no file.
    pub fn write_to<N: Parameters>(&self, net: &N, buffer: &mut [u8]) -> Result<usize, Error> {
        let expected = self.len(net);
        if buffer.len() < expected {
            return Err(Error::NoRoom { expected, found: buffer.len() });
        }
        self.storable(net)?;
        assemble(
            &mut buffer[..expected],
            |out| self.header(net, out),
            |out| self.numbers(net, out),
        );
        Reader::with(self.mapping).check::<N>(&buffer[..expected])?;
        Ok(expected)
    }

    /// The data of all tensors.
    pub(super) fn numbers<N: Parameters>(&self, net: &N, sink: &mut Sink<'_>) {
        for_each_tensor(net, |_, leaf, numbers| match numbers {
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
        });
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

    fn header<N: Parameters>(&self, net: &N, out: &mut Sink<'_>) {
        start::<N>(out);
        out.text(if self.layout.is_none() {
            format_args!(",\"constnet.layout\":\"native\"")
        } else {
            // What loaders of PyTorch's files ask for.
            format_args!(",\"format\":\"pt\"")
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
            let name = self.mapping.of(&Text::new().str(path), self.layout.is_none());
            let Facts { name: dtype, bytes, .. } = leaf.kind.facts();
            let end = *begin + leaf.len() * bytes;
            out.text(format_args!(
                ",\"{}\":{{\"dtype\":\"{dtype}\",\"shape\":{},\"data_offsets\":[{begin},{end}]}}",
                name.as_str(),
                shape(leaf, self.layout),
            ));
            *begin = end;
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

/// The bytes of all numbers.
pub(super) fn data_len<N: Parameters>(net: &N) -> usize {
    let mut bytes = 0;
    for_each_tensor(net, |_, leaf, _| bytes += leaf.len() * leaf.kind.facts().bytes);
    bytes
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
