//! The header of a safetensors file, read strictly: as `const fn`, without allocation.
//!
//! ```text
//! 8 bytes     n, little endian
//! n bytes     JSON: {"name": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}, …}
//! the rest    data; offsets count from here
//! ```
//!
//! The first pass checks everything and notes where each tensor is named; an entry is parsed again
//! when it is wanted. Source: <https://github.com/huggingface/safetensors#format>, and the parser of
//! the crate `safetensors` 0.8, whose refusals are all refusals here.

use super::{Error, MAX_HEADER, MAX_TENSORS, Name, Shape};

/// `?`, which the const evaluator does not have.
macro_rules! attempt {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}
pub(super) use attempt;

/// The kinds of number that safetensors 0.8 knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dtype {
    pub(super) name: &'static str,
    bits: u64,
}

const DTYPES: [Dtype; 22] = {
    const fn of(name: &'static str, bits: u64) -> Dtype {
        Dtype { name, bits }
    }
    [
        of("F32", 32),
        of("F64", 64),
        of("F16", 16),
        of("BF16", 16),
        of("BOOL", 8),
        of("F4", 4),
        of("F6_E2M3", 6),
        of("F6_E3M2", 6),
        of("U8", 8),
        of("I8", 8),
        of("F8_E5M2", 8),
        of("F8_E4M3", 8),
        of("F8_E8M0", 8),
        of("F8_E4M3FNUZ", 8),
        of("F8_E5M2FNUZ", 8),
        of("I16", 16),
        of("U16", 16),
        of("I32", 32),
        of("U32", 32),
        of("I64", 64),
        of("U64", 64),
        of("C64", 64),
    ]
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

/// A file whose header and offsets are right.
pub(super) struct File<'a> {
    /// Everything before the data.
    head: &'a [u8],
    pub(super) data: &'a [u8],
    /// Where the name of each tensor begins, less the 8 bytes of the length.
    names: [u16; MAX_TENSORS],
    pub(super) count: usize,
    /// Where the `{` of the metadata is; 0 if there are none.
    metadata: usize,
}

impl<'a> File<'a> {
    pub(super) const fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let Some((length, _)) = bytes.split_first_chunk::<8>() else {
            return Err(Error::Truncated { expected: 8, found: bytes.len() as u64 });
        };
        let header = u64::from_le_bytes(*length);
        if header > MAX_HEADER as u64 {
            return Err(Error::HeaderTooLong { found: header });
        }
        let head = 8 + header as usize;
        let Some((head, data)) = bytes.split_at_checked(head) else {
            return Err(Error::Truncated { expected: head as u64, found: bytes.len() as u64 });
        };
        if let Err(error) = core::str::from_utf8(from(head, 8)) {
            let offset = 8 + error.valid_up_to();
            return Err(Error::Syntax { offset, expected: "UTF-8" });
        }
        let mut file = Self { head, data, names: [0; MAX_TENSORS], count: 0, metadata: 0 };
        let sum = attempt!(file.entries());
        if sum < data.len() as u64 {
            return Err(Error::Unclaimed { expected: sum, found: data.len() as u64 });
        }
        Ok(file)
    }

    /// Reads all entries, and returns how many bytes they have together. They may stand in any
    /// order, but share no byte.
    const fn entries(&mut self) -> Result<u64, Error> {
        let mut cursor = Cursor { bytes: self.head, at: 8 };
        let (mut sum, mut in_order) = (0_u64, true);
        attempt!(cursor.expect(b'{', "`{` as the first byte"));
        cursor.space();
        while cursor.byte() != b'}' {
            if self.count > 0 || self.metadata > 0 {
                attempt!(cursor.expect(b',', "`,` or `}`"));
                cursor.space();
            }
            let start = cursor.at;
            if cursor.is_metadata() {
                if self.metadata > 0 {
                    let tensor = Name::new(b"__metadata__");
                    return Err(Error::Duplicate { tensor, offset: start });
                }
                self.metadata = attempt!(cursor.metadata());
            } else {
                if self.count >= MAX_TENSORS {
                    return Err(Error::TooManyTensors { offset: start });
                }
                let entry = attempt!(cursor.entry());
                if entry.end > self.data.len() as u64 {
                    let head = self.head.len() as u64;
                    return Err(Error::Truncated {
                        expected: head.saturating_add(entry.end),
                        found: head + self.data.len() as u64,
                    });
                }
                in_order &= entry.begin == sum;
                // Neither sum nor count can overflow: each entry takes more than one byte of a
                // short header and has at most the bytes of the file.
                sum = sum.saturating_add(entry.end - entry.begin);
                self.names[self.count] = (start - 8) as u16;
                self.count += 1;
            }
            cursor.space();
        }
        cursor.at += 1;
        while cursor.at < self.head.len() {
            attempt!(cursor.expect(b' ', "spaces after the last `}`"));
        }
        attempt!(self.no_duplicates());
        if in_order { Ok(sum) } else { self.no_overlap(sum) }
    }

    /// Within the data, without overlap, and as many bytes as there are: that leaves no gap.
    const fn no_overlap(&self, sum: u64) -> Result<u64, Error> {
        let mut i = 0;
        while i < self.count {
            let a = attempt!(self.entry(i));
            let mut j = 0;
            while j < i {
                let b = attempt!(self.entry(j));
                if a.begin < b.end && b.begin < a.end {
                    return Err(Error::Overlap { tensor: Name::new(a.name), offset: a.offset });
                }
                j += 1;
            }
            i += 1;
        }
        Ok(sum)
    }

    const fn no_duplicates(&self) -> Result<(), Error> {
        let mut i = 1;
        while i < self.count {
            let name = self.name(i);
            let mut j = 0;
            while j < i {
                if self.is_named(j, name) {
                    let tensor = Name::new(name);
                    return Err(Error::Duplicate { tensor, offset: self.place(i) });
                }
                j += 1;
            }
            i += 1;
        }
        Ok(())
    }

    /// Entry `i`, which was checked before: there is no error left to find.
    pub(super) const fn entry(&self, i: usize) -> Result<Entry<'a>, Error> {
        Cursor { bytes: self.head, at: self.place(i) }.entry()
    }

    /// Where the name of tensor `i` stands.
    const fn place(&self, i: usize) -> usize {
        if i < MAX_TENSORS { self.names[i] as usize + 8 } else { self.head.len() }
    }

    const fn name(&self, i: usize) -> &'a [u8] {
        let rest = from(self.head, self.place(i) + 1);
        let mut len = 0;
        while len < rest.len() && rest[len] != b'"' {
            len += 1;
        }
        up_to(rest, len)
    }

    /// No name holds a quotation mark or an escape, so equal bytes up to the mark are equal names.
    const fn is_named(&self, i: usize, name: &[u8]) -> bool {
        let rest = from(self.head, self.place(i) + 1);
        rest.len() > name.len()
            && equal(up_to(rest, name.len()), name)
            && byte(rest, name.len()) == b'"'
    }

    pub(super) const fn find(&self, name: &[u8]) -> Option<usize> {
        let mut i = 0;
        while i < self.count {
            if self.is_named(i, name) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// Where the data begin in the file.
    pub(super) const fn data_offset(&self) -> usize {
        self.head.len()
    }

    /// A value of the metadata, as it stands in the file, and where.
    pub(super) const fn metadata(&self, key: &[u8]) -> Option<(&'a [u8], usize)> {
        if self.metadata == 0 {
            return None;
        }
        let mut cursor = Cursor { bytes: self.head, at: self.metadata + 1 };
        cursor.space();
        while let Ok((found, value)) = cursor.pair() {
            if equal(found, key) {
                return Some((value, cursor.at - value.len() - 1));
            }
            cursor.space();
            cursor.at += 1;
            cursor.space();
        }
        None
    }
}

// Places that were checked when the header was read are checked again, in a few instructions, so
// that no code for a panic is linked.

/// The byte at a place; 0, which stands nowhere in a right header, beyond the end.
pub(super) const fn byte(bytes: &[u8], at: usize) -> u8 {
    if at < bytes.len() { bytes[at] } else { 0 }
}

/// The bytes from a place on; none beyond the end.
pub(super) const fn from(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((_, rest)) => rest,
        None => &[],
    }
}

/// The bytes before a place; all if the end comes first.
pub(super) const fn up_to(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((start, _)) => start,
        None => bytes,
    }
}

pub(super) const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// A place in the header.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte.
    const fn byte(&self) -> u8 {
        byte(self.bytes, self.at)
    }

    const fn space(&mut self) {
        while matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    const fn error<T>(&self, expected: &'static str) -> Result<T, Error> {
        Err(Error::Syntax { offset: self.at, expected })
    }

    const fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Error> {
        if self.byte() != byte || self.at >= self.bytes.len() {
            return self.error(expected);
        }
        self.at += 1;
        Ok(())
    }

    const fn is_metadata(&self) -> bool {
        let rest = from(self.bytes, self.at);
        const KEY: &[u8] = b"\"__metadata__\"";
        rest.len() > KEY.len() && equal(up_to(rest, KEY.len()), KEY)
    }

    /// What stands between `start` and the quotation mark before this place.
    const fn quoted(&self, start: usize) -> &'a [u8] {
        from(up_to(self.bytes, self.at - 1), start)
    }

    /// A name: no escapes, so that names are equal if their bytes are, and no control characters.
    const fn name(&mut self) -> Result<&'a [u8], Error> {
        attempt!(self.expect(b'"', "a name in quotation marks"));
        let start = self.at;
        loop {
            match self.byte() {
                b'"' => break,
                b'\\' => return self.error("a name without escapes"),
                0..0x20 | 0x7f => return self.error("a name without control characters"),
                // U+0080 to U+009F.
                0xc2 if byte(self.bytes, self.at + 1) < 0xa0 => {
                    return self.error("a name without control characters");
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Ok(self.quoted(start))
    }

    /// A text of the metadata, with JSON's escapes, as it stands in the file.
    const fn value(&mut self) -> Result<&'a [u8], Error> {
        attempt!(self.expect(b'"', "a text in quotation marks"));
        let start = self.at;
        loop {
            match self.byte() {
                b'"' => break,
                0..0x20 => return self.error("a text without control characters"),
                b'\\' => {
                    self.at += 1;
                    match self.byte() {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            let unit = attempt!(self.unit());
                            // Half a pair of UTF-16 needs its other half.
                            if unit & 0xfc00 == 0xdc00 {
                                return self.error("a character before this half of one");
                            }
                            if unit & 0xfc00 == 0xd800 {
                                attempt!(self.expect(b'\\', "the other half of a character"));
                                if self.byte() != b'u' || attempt!(self.unit()) & 0xfc00 != 0xdc00 {
                                    return self.error("the other half of a character");
                                }
                            }
                        }
                        _ => return self.error("an escape of JSON"),
                    }
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Ok(self.quoted(start))
    }

    /// `uXXXX`
    const fn unit(&mut self) -> Result<u32, Error> {
        self.at += 1;
        let (mut unit, mut i) = (0, 0);
        while i < 4 {
            let Some(digit) = hex_digit(self.byte()) else {
                return self.error("four hexadecimal digits");
            };
            unit = unit << 4 | digit as u32;
            self.at += 1;
            i += 1;
        }
        Ok(unit)
    }

    const fn number(&mut self) -> Result<u64, Error> {
        const EXPECTED: &str = "a whole number below 2^64";
        let start = self.at;
        let mut value = 0_u64;
        while self.byte().is_ascii_digit() {
            let digit = (self.byte() - b'0') as u64;
            value = match value.checked_mul(10) {
                Some(tens) => match tens.checked_add(digit) {
                    Some(value) => value,
                    None => return self.error(EXPECTED),
                },
                None => return self.error(EXPECTED),
            };
            self.at += 1;
        }
        let digits = self.at - start;
        if digits == 0 || (digits > 1 && byte(self.bytes, start) == b'0') {
            return self.error(EXPECTED);
        }
        Ok(value)
    }

    /// `: `, with space around.
    const fn colon(&mut self) -> Result<(), Error> {
        self.space();
        attempt!(self.expect(b':', "`:`"));
        self.space();
        Ok(())
    }

    const fn pair(&mut self) -> Result<(&'a [u8], &'a [u8]), Error> {
        let key = attempt!(self.name());
        attempt!(self.colon());
        let value = attempt!(self.value());
        Ok((key, value))
    }

    /// `"__metadata__": {"key": "text", …}`; returns where the inner `{` is.
    const fn metadata(&mut self) -> Result<usize, Error> {
        attempt!(self.name());
        attempt!(self.colon());
        let start = self.at;
        attempt!(self.expect(b'{', "`{`"));
        self.space();
        let mut pairs = 0;
        while self.byte() != b'}' {
            if pairs > 0 {
                attempt!(self.expect(b',', "`,` or `}`"));
                self.space();
            }
            let at = self.at;
            let (key, _) = attempt!(self.pair());
            // Each key is compared with those before it.
            let mut earlier = Cursor { bytes: self.bytes, at: start + 1 };
            earlier.space();
            while earlier.at < at {
                let (other, _) = attempt!(earlier.pair());
                if equal(key, other) {
                    return Err(Error::Duplicate { tensor: Name::new(key), offset: at });
                }
                earlier.space();
                earlier.at += 1;
                earlier.space();
            }
            pairs += 1;
            if pairs > MAX_TENSORS {
                return Err(Error::TooManyTensors { offset: at });
            }
            self.space();
        }
        self.at += 1;
        Ok(start)
    }

    /// `"name": {"dtype": …, "shape": …, "data_offsets": …}`, in any order and nothing else.
    const fn entry(&mut self) -> Result<Entry<'a>, Error> {
        let offset = self.at;
        let name = attempt!(self.name());
        attempt!(self.colon());
        attempt!(self.expect(b'{', "`{`"));
        let (mut dtype, mut shape, mut offsets) = (None, None, None);
        let mut field = 0;
        while field < 3 {
            self.space();
            if field > 0 {
                attempt!(self.expect(b',', "`,`"));
                self.space();
            }
            let at = self.at;
            let key = attempt!(self.name());
            attempt!(self.colon());
            if equal(key, b"dtype") && dtype.is_none() {
                dtype = Some(attempt!(self.dtype()));
            } else if equal(key, b"shape") && shape.is_none() {
                shape = Some(attempt!(self.shape()));
            } else if equal(key, b"data_offsets") && offsets.is_none() {
                offsets = Some(attempt!(self.offsets()));
            } else {
                self.at = at;
                return self.error("`dtype`, `shape` and `data_offsets`, each once");
            }
            field += 1;
        }
        self.space();
        attempt!(self.expect(b'}', "`}` after the three fields"));
        let (Some(dtype), Some((shape, numbers)), Some((begin, end))) = (dtype, shape, offsets)
        else {
            return self.error("`dtype`, `shape` and `data_offsets`, each once");
        };
        let bits = match numbers {
            Some(numbers) => numbers.checked_mul(dtype.bits),
            None => None,
        };
        let Some(bits) = bits else {
            self.at = offset;
            return self.error("a shape of fewer than 2^64 bits");
        };
        if bits % 8 != 0 {
            self.at = offset;
            return self.error("a shape of whole bytes");
        }
        let Some(found) = end.checked_sub(begin) else {
            self.at = offset;
            return self.error("data offsets in order");
        };
        if found != bits / 8 {
            return Err(Error::Size { tensor: Name::new(name), offset, expected: bits / 8, found });
        }
        Ok(Entry { name, offset, dtype, shape, begin, end })
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
        self.at = at;
        self.error("a dtype that safetensors knows")
    }

    /// The sizes, and their product if it is below 2⁶⁴.
    const fn shape(&mut self) -> Result<(Shape, Option<u64>), Error> {
        attempt!(self.expect(b'[', "`[`"));
        let (mut shape, mut numbers) = (Shape::new(), Some(1_u64));
        self.space();
        let mut first = true;
        while self.byte() != b']' {
            if !first {
                attempt!(self.expect(b',', "`,` or `]`"));
                self.space();
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

    const fn offsets(&mut self) -> Result<(u64, u64), Error> {
        attempt!(self.expect(b'[', "`[`"));
        self.space();
        let begin = attempt!(self.number());
        self.space();
        attempt!(self.expect(b',', "`,`"));
        self.space();
        let end = attempt!(self.number());
        self.space();
        attempt!(self.expect(b']', "`]`"));
        Ok((begin, end))
    }
}

/// The value of a hexadecimal digit.
pub(super) const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
