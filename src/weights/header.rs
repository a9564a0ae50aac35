//! The header of a safetensors file, read strictly: as `const fn`, without allocation.
//!
//! ```text
//! 8 bytes     n, little endian
//! n bytes     JSON: {"name": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}, …}
//! the rest    data; offsets count from here
//! ```
//!
//! The first pass checks everything and notes where each tensor is named; an entry is parsed again
//! when it is wanted. Then the names are sorted, so that equal ones are neighbours and one is found in
//! log₂ n steps; before that the places of the data, if they are not in order. All sorting together compares
//! at most 4·n·log₂ n times. Source: <https://github.com/huggingface/safetensors#format>, and the parser of
//! the crate `safetensors` 0.8, whose refusals are all refusals here.

use super::{
    Error, Excerpt, MAX_HEADER, MAX_TENSORS, Name,
    bytes::{attempt, from},
    entry::Entry,
    json::Cursor,
    magic,
    metadata::Value,
    places::{By, Places},
};

/// A file whose header and offsets are right.
pub(super) struct File<'a> {
    /// Everything before the data.
    head: &'a [u8],
    pub(super) data: &'a [u8],
    /// Where each tensor is named, sorted by the names.
    names: Places,
    pub(super) count: usize,
    /// Where `"__metadata__"` stands; 0 if there are none.
    metadata: usize,
}

impl<'a> File<'a> {
    pub(super) const fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut file = attempt!(Self::framed(bytes));
        attempt!(file.check());
        Ok(file)
    }

    /// Header and data, of which nothing was read.
    const fn framed(bytes: &'a [u8]) -> Result<Self, Error> {
        let Some((length, _)) = bytes.split_first_chunk::<8>() else {
            let error = Error::Truncated { expected: 8, found: bytes.len() as u64 };
            return Err(Self::foreign(bytes, error));
        };
        let header = u64::from_le_bytes(*length);
        if header > MAX_HEADER as u64 {
            return Err(Self::foreign(bytes, Error::HeaderTooLong { found: header }));
        }
        let head = 8 + header as usize;
        let Some((head, data)) = bytes.split_at_checked(head) else {
            return Err(Error::Truncated { expected: head as u64, found: bytes.len() as u64 });
        };
        Ok(Self { head, data, names: Places::new(), count: 0, metadata: 0 })
    }

    /// The error of a file that is of another format, or else this one.
    const fn foreign(bytes: &[u8], error: Error) -> Error {
        match magic::recognise(bytes) {
            Some(foreign) => foreign,
            None => error,
        }
    }

    /// Reads the header from front to back, then compares names and places.
    const fn check(&mut self) -> Result<(), Error> {
        if let Err(error) = core::str::from_utf8(from(self.head, 8)) {
            let offset = 8 + error.valid_up_to();
            let (tensor, found) = (None, Excerpt::new(from(self.head, offset)));
            return Err(Error::Syntax { tensor, offset, expected: "UTF-8", found });
        }
        let in_order = attempt!(self.entries());
        let tiled = if in_order { Ok(()) } else { self.tiled() };
        attempt!(self.names.distinct(self.head, self.count));
        tiled
    }

    /// Reads all entries, and returns whether each one's data begin where the last one's end, up to the
    /// end of the file.
    const fn entries(&mut self) -> Result<bool, Error> {
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
                // The places of the tensors before are lent to the keys. Who writes metadata writes them
                // first, so there are none to find again.
                let keys = attempt!(cursor.metadata(&mut self.names));
                attempt!(self.names.distinct(self.head, keys));
                attempt!(self.find_again());
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
                sum = sum.saturating_add(entry.end - entry.begin);
                self.names.set(self.count, start);
                self.count += 1;
            }
            cursor.space();
        }
        cursor.at += 1;
        while cursor.at < self.head.len() {
            attempt!(cursor.expect(b' ', "spaces after the last `}`"));
        }
        Ok(in_order && sum == self.data.len() as u64)
    }

    /// The places of the tensors that were read so far.
    const fn find_again(&mut self) -> Result<(), Error> {
        let mut cursor = Cursor::new(self.head, 8);
        let mut i = 0;
        while i < self.count {
            // Over the first `{`, or a comma.
            cursor.at += 1;
            cursor.space();
            self.names.set(i, cursor.at);
            attempt!(cursor.entry());
            cursor.space();
            i += 1;
        }
        Ok(())
    }

    /// Whether the data of all tensors, in the order of their places, share no byte and leave none.
    const fn tiled(&mut self) -> Result<(), Error> {
        self.names.sort(self.head, self.count, By::Data);
        let (mut end, mut last, mut sum, mut gap) = (0, 0, 0, None);
        let mut i = 0;
        while i < self.count {
            let entry = attempt!(self.entry(i));
            if entry.begin < end {
                let (a, b) = if self.place(last) < self.place(i) { (last, i) } else { (i, last) };
                let (tensor, other) = (Name::new(self.name(b)), Name::new(self.name(a)));
                return Err(Error::Overlap { tensor, offset: self.place(b), other });
            }
            if entry.begin > end && gap.is_none() {
                gap = Some(end);
            }
            // What ends last is last: whatever overlaps anything before overlaps this.
            (end, last) = (entry.end, i);
            // Below the bytes of the file, because nothing overlaps.
            sum += entry.end - entry.begin;
            i += 1;
        }
        let found = self.data.len() as u64;
        let first = match gap {
            Some(gap) => gap,
            None => end,
        };
        if sum < found {
            let offset = self.head.len() + first as usize;
            return Err(Error::Unclaimed { offset, expected: sum, found });
        }
        Ok(())
    }

    /// Entry `i`, which was checked before: there is no error left to find.
    pub(super) const fn entry(&self, i: usize) -> Result<Entry<'a>, Error> {
        Cursor::new(self.head, self.place(i)).entry()
    }

    /// Where the name of tensor `i` stands.
    pub(super) const fn place(&self, i: usize) -> usize {
        self.names.get(i)
    }

    pub(super) const fn name(&self, i: usize) -> &'a [u8] {
        self.names.name(self.head, i)
    }

    pub(super) const fn find(&self, name: &[u8]) -> Option<usize> {
        self.names.find(self.head, self.count, name)
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

#[cfg(test)]
mod tests;
