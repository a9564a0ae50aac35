//! `"__metadata__": {"key": "text", …}`: what a file says beside its tensors.

use super::{
    Error, Excerpt, MAX_TENSORS,
    bytes::{attempt, equal, from, hexadecimal, up_to},
    json::Cursor,
    places::Places,
};

/// A text of the metadata, as it stands in the file.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) text: &'a [u8],
    /// Where it stands in the file.
    pub(super) offset: usize,
}

impl Value<'_> {
    pub(super) const fn error<T>(&self, expected: &'static str) -> Result<T, Error> {
        let (offset, found) = (self.offset, Excerpt::new(self.text));
        Err(Error::Syntax { tensor: None, offset, expected, found })
    }

    /// A number of 16 hexadecimal digits.
    pub(super) const fn word(&self) -> Result<u64, Error> {
        match hexadecimal(self.text, 16) {
            Some(word) => Ok(word as u64),
            None => self.error("16 hexadecimal digits"),
        }
    }
}

impl<'a> Cursor<'a> {
    pub(super) const fn is_metadata(&self) -> bool {
        let rest = from(self.bytes, self.at);
        const KEY: &[u8] = b"\"__metadata__\"";
        rest.len() > KEY.len() && equal(up_to(rest, KEY.len()), KEY)
    }

    /// All of it, checked but for duplicate keys: returns how many there are, and where.
    pub(super) const fn metadata(&mut self, keys: &mut Places) -> Result<usize, Error> {
        attempt!(self.open());
        let mut pairs = 0;
        while self.byte() != b'}' {
            if pairs > 0 {
                attempt!(self.comma("`,` or `}`"));
            }
            if pairs >= MAX_TENSORS {
                return self.error("at most 1024 pairs of metadata");
            }
            keys.set(pairs, self.at);
            attempt!(self.pair());
            pairs += 1;
            self.space();
        }
        self.at += 1;
        Ok(pairs)
    }

    /// `"__metadata__": {`
    const fn open(&mut self) -> Result<(), Error> {
        attempt!(self.name());
        attempt!(self.colon());
        attempt!(self.expect(b'{', "`{`"));
        self.space();
        Ok(())
    }

    const fn pair(&mut self) -> Result<(&'a [u8], &'a [u8]), Error> {
        let key = attempt!(self.name());
        attempt!(self.colon());
        let value = attempt!(self.text());
        Ok((key, value))
    }

    /// Over the comma, which was there when all was read first, or the `}`.
    const fn next_pair(&mut self) {
        self.space();
        self.at += 1;
        self.space();
    }

    /// The value of a key in the metadata that begin here.
    pub(super) const fn value(mut self, key: &[u8]) -> Option<Value<'a>> {
        let Ok(()) = self.open() else { return None };
        while let Ok((found, text)) = self.pair() {
            if equal(found, key) {
                return Some(Value { text, offset: self.at - text.len() - 1 });
            }
            self.next_pair();
        }
        None
    }
}

const _: () = assert!(MAX_TENSORS == 1024, "the message above has the number");
