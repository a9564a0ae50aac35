//! One tensor in a header: `"name": {"dtype": …, "shape": …, "data_offsets": …}`.

use super::{
    Error, Name, Shape,
    bytes::{attempt, equal},
    json::Cursor,
};
use crate::scalar::Kind;

/// A kind of number in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dtype {
    pub(super) name: &'static str,
    bits: u64,
    /// [`Other`](Kind::Other) where no network has such numbers.
    pub(super) kind: Kind,
}

/// The kinds of number that safetensors 0.8 knows and no network has, with their bits.
const FOREIGN: [(&str, u64); 18] = [
    ("BOOL", 8),
    ("F4", 4),
    ("F6_E2M3", 6),
    ("F6_E3M2", 6),
    ("U8", 8),
    ("I8", 8),
    ("F8_E5M2", 8),
    ("F8_E4M3", 8),
    ("F8_E8M0", 8),
    ("F8_E4M3FNUZ", 8),
    ("F8_E5M2FNUZ", 8),
    ("I16", 16),
    ("U16", 16),
    ("I32", 32),
    ("U32", 32),
    ("I64", 64),
    ("U64", 64),
    ("C64", 64),
];

/// All kinds that it knows: those of networks, then the others.
const DTYPES: [Dtype; Kind::STORED.len() + FOREIGN.len()] = {
    let mut all = [Dtype { name: "", bits: 0, kind: Kind::Other }; _];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < Kind::STORED.len() {
            let kind = Kind::STORED[i];
            Dtype { name: kind.name(), bits: 8 * kind.facts().bytes as u64, kind }
        } else {
            let (name, bits) = FOREIGN[i - Kind::STORED.len()];
            Dtype { name, bits, kind: Kind::Other }
        };
        i += 1;
    }
    all
};

/// One tensor of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a [u8],
    /// Where the name stands in the file.
    pub(super) offset: usize,
    pub(super) dtype: Dtype,
    pub(super) shape: Shape,
    /// Bytes of the data, from the end of the header.
    pub(super) begin: u64,
    pub(super) end: u64,
}

impl Entry<'_> {
    /// The error of a network that does not know this tensor.
    pub(super) const fn unexpected(&self) -> Error {
        let (offset, found) = (self.offset, self.shape);
        Error::Unexpected { tensor: Name::new(self.name), offset, found }
    }
}

const FIELDS: &str = "`dtype`, `shape` and `data_offsets`, each once";

impl<'a> Cursor<'a> {
    /// An entry, with its fields in any order and nothing else.
    pub(super) const fn entry(&mut self) -> Result<Entry<'a>, Error> {
        let offset = self.at;
        let name = attempt!(self.name());
        self.tensor = Some(name);
        attempt!(self.colon());
        attempt!(self.expect(b'{', "`{`"));
        let (mut dtype, mut shape, mut offsets) = (None, None, None);
        let mut field = 0;
        while field < 3 {
            self.space();
            if field > 0 {
                attempt!(self.comma("`,` and the next of `dtype`, `shape` and `data_offsets`"));
            }
            let at = self.at;
            let key = attempt!(self.name());
            attempt!(self.colon());
            if equal(key, b"dtype") && dtype.is_none() {
                dtype = Some(attempt!(self.dtype()));
            } else if equal(key, b"shape") && shape.is_none() {
                shape = Some((self.at, attempt!(self.shape())));
            } else if equal(key, b"data_offsets") && offsets.is_none() {
                offsets = Some(attempt!(self.offsets()));
            } else {
                return self.error_at(at, FIELDS);
            }
            field += 1;
        }
        self.space();
        attempt!(self.expect(b'}', "`}` after the three fields"));
        let (Some(dtype), Some((at, (shape, numbers))), Some((begin, end))) =
            (dtype, shape, offsets)
        else {
            return self.error(FIELDS);
        };
        self.tensor = None;
        let bits = match numbers {
            Some(numbers) => numbers.checked_mul(dtype.bits),
            None => None,
        };
        let found = end - begin;
        let expected = match bits {
            Some(bits) if bits % 8 == 0 => bits / 8,
            Some(_) => return self.shape_error(name, at, "a shape of whole bytes"),
            None => return self.shape_error(name, at, "a shape of fewer than 2^64 bits"),
        };
        if found != expected {
            return Err(Error::Size { tensor: Name::new(name), offset, expected, found });
        }
        Ok(Entry { name, offset, dtype, shape, begin, end })
    }

    const fn shape_error<T>(
        &mut self,
        name: &'a [u8],
        at: usize,
        expected: &'static str,
    ) -> Result<T, Error> {
        self.tensor = Some(name);
        self.error_at(at, expected)
    }

    const fn dtype(&mut self) -> Result<Dtype, Error> {
        let at = self.at;
        let name = attempt!(self.name());
        let mut i = 0;
        while i < DTYPES.len() {
            if equal(name, DTYPES[i].name.as_bytes()) {
                return Ok(DTYPES[i]);
            }
            i += 1;
        }
        self.error_at(at, "a dtype that safetensors knows")
    }

    /// The sizes, and their product if it is below 2⁶⁴.
    const fn shape(&mut self) -> Result<(Shape, Option<u64>), Error> {
        attempt!(self.expect(b'[', "`[`"));
        let (mut shape, mut numbers) = (Shape::new(), Some(1_u64));
        self.space();
        let mut first = true;
        while self.byte() != b']' {
            if !first {
                attempt!(self.comma("`,` or `]`"));
            }
            let size = attempt!(self.number());
            shape = shape.with(size);
            numbers = match numbers {
                Some(numbers) => numbers.checked_mul(size),
                None => None,
            };
            first = false;
            self.space();
        }
        self.at += 1;
        Ok((shape, numbers))
    }

    /// Where the data begin and end, in this order.
    const fn offsets(&mut self) -> Result<(u64, u64), Error> {
        let at = self.at;
        attempt!(self.expect(b'[', "`[`"));
        self.space();
        let begin = attempt!(self.number());
        self.space();
        attempt!(self.comma("`,`"));
        let end = attempt!(self.number());
        self.space();
        attempt!(self.expect(b']', "`]`"));
        if end < begin {
            return self.error_at(at, "data offsets in order");
        }
        Ok((begin, end))
    }
}
