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

use super::{
    Error, Excerpt, MAX_HEADER, MAX_TENSORS, Name,
    bytes::{attempt, byte, equal, from, up_to},
    entry::Entry,
    json::Cursor,
    metadata::Value,
};

/// A file whose header and offsets are right.
pub(super) struct File<'a> {
    /// Everything before the data.
    head: &'a [u8],
    pub(super) data: &'a [u8],
    /// Where the name of each tensor begins, less the 8 bytes of the length.
    names: [u16; MAX_TENSORS],
    pub(super) count: usize,
    /// Where `"__metadata__"` stands; 0 if there are none.
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
            let (tensor, found) = (None, Excerpt::new(from(head, offset)));
            return Err(Error::Syntax { tensor, offset, expected: "UTF-8", found });
        }
        let mut file = Self { head, data, names: [0; MAX_TENSORS], count: 0, metadata: 0 };
        let sum = attempt!(file.entries());
        if sum < data.len() as u64 {
            let offset = attempt!(file.first_unclaimed());
            return Err(Error::Unclaimed { offset, expected: sum, found: data.len() as u64 });
        }
        Ok(file)
    }

    /// Reads all entries, and returns how many bytes they have together. They may stand in any
    /// order, but share no byte.
    const fn entries(&mut self) -> Result<u64, Error> {
        let mut cursor = Cursor::new(self.head, 8);
        let (mut sum, mut in_order) = (0_u64, true);
        attempt!(cursor.expect(b'{', "`{` as the first byte"));
        cursor.space();
        while cursor.byte() != b'}' {
            if self.count > 0 || self.metadata > 0 {
                attempt!(cursor.comma("`,` or `}`"));
            }
            let start = cursor.at;
            if cursor.is_metadata() {
                if self.metadata > 0 {
                    let tensor = Name::new(b"__metadata__");
                    let first = self.metadata;
                    return Err(Error::Duplicate { tensor, offset: start, first });
                }
                self.metadata = start;
                attempt!(cursor.metadata());
            } else {
                if self.count >= MAX_TENSORS {
                    return Err(Error::TooManyTensors { offset: start });
                }
                let entry = attempt!(cursor.entry());
                if entry.end > self.data.len() as u64 {
                    let head = self.head.len() as u64;
                    return Err(Error::BeyondEnd {
                        tensor: Name::new(entry.name),
                        offset: entry.offset,
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
                    let (tensor, other) = (Name::new(a.name), Name::new(b.name));
                    return Err(Error::Overlap { tensor, offset: a.offset, other });
                }
                j += 1;
            }
            i += 1;
        }
        Ok(sum)
    }

    /// Where in the file the first byte is that no tensor has; of tensors that do not overlap.
    const fn first_unclaimed(&self) -> Result<usize, Error> {
        let (mut end, mut before) = (0, u64::MAX);
        while end != before {
            before = end;
            let mut i = 0;
            while i < self.count {
                let entry = attempt!(self.entry(i));
                if entry.begin == end {
                    end = entry.end;
                }
                i += 1;
            }
        }
        Ok(self.head.len() + end as usize)
    }

    const fn no_duplicates(&self) -> Result<(), Error> {
        let mut i = 1;
        while i < self.count {
            let name = self.name(i);
            let mut j = 0;
            while j < i {
                if self.is_named(j, name) {
                    let tensor = Name::new(name);
                    let (offset, first) = (self.place(i), self.place(j));
                    return Err(Error::Duplicate { tensor, offset, first });
                }
                j += 1;
            }
            i += 1;
        }
        Ok(())
    }

    /// Entry `i`, which was checked before: there is no error left to find.
    pub(super) const fn entry(&self, i: usize) -> Result<Entry<'a>, Error> {
        Cursor::new(self.head, self.place(i)).entry()
    }

    /// Where the name of tensor `i` stands.
    const fn place(&self, i: usize) -> usize {
        if i < MAX_TENSORS { self.names[i] as usize + 8 } else { self.head.len() }
    }

    pub(super) const fn name(&self, i: usize) -> &'a [u8] {
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

    /// A value of the metadata.
    pub(super) const fn metadata(&self, key: &[u8]) -> Option<Value<'a>> {
        if self.metadata == 0 {
            return None;
        }
        Cursor::new(self.head, self.metadata).value(key)
    }
}
