//! The pieces of JSON that a header is made of, read as `const fn`, without allocation.

use super::{
    Error, Excerpt, Name,
    bytes::{attempt, byte, from, hex_digit, up_to},
};

/// A place in the header.
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// The tensor whose entry is read, for errors.
    pub(super) tensor: Option<&'a [u8]>,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, tensor: None }
    }

    /// The next byte.
    pub(super) const fn byte(&self) -> u8 {
        byte(self.bytes, self.at)
    }

    pub(super) const fn space(&mut self) {
        while matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    pub(super) const fn error<T>(&self, expected: &'static str) -> Result<T, Error> {
        self.error_at(self.at, expected)
    }

    pub(super) const fn error_at<T>(
        &self,
        offset: usize,
        expected: &'static str,
    ) -> Result<T, Error> {
        let tensor = match self.tensor {
            Some(name) => Some(Name::new(name)),
            None => None,
        };
        let found = Excerpt::new(from(self.bytes, offset));
        Err(Error::Syntax { tensor, offset, expected, found })
    }

    pub(super) const fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Error> {
        if self.byte() != byte || self.at >= self.bytes.len() {
            return self.error(expected);
        }
        self.at += 1;
        Ok(())
    }

    /// What stands between `start` and the quotation mark before this place.
    const fn quoted(&self, start: usize) -> &'a [u8] {
        from(up_to(self.bytes, self.at - 1), start)
    }

    /// A name: no escapes, so that names are equal if their bytes are, and no control characters.
    pub(super) const fn name(&mut self) -> Result<&'a [u8], Error> {
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

    /// A text with JSON's escapes, as it stands in the file.
    pub(super) const fn text(&mut self) -> Result<&'a [u8], Error> {
        attempt!(self.expect(b'"', "a text in quotation marks"));
        let start = self.at;
        loop {
            match self.byte() {
                b'"' => break,
                0..0x20 => return self.error("a text without control characters"),
                b'\\' => {
                    self.at += 1;
                    attempt!(self.escape());
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Ok(self.quoted(start))
    }

    /// What follows a backslash.
    const fn escape(&mut self) -> Result<(), Error> {
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
        Ok(())
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

    pub(super) const fn number(&mut self) -> Result<u64, Error> {
        const EXPECTED: &str = "a whole number below 2^64";
        let start = self.at;
        let mut value = 0_u64;
        while self.byte().is_ascii_digit() {
            let digit = (self.byte() - b'0') as u64;
            value = match value.checked_mul(10) {
                Some(tens) => match tens.checked_add(digit) {
                    Some(value) => value,
                    None => return self.error_at(start, EXPECTED),
                },
                None => return self.error_at(start, EXPECTED),
            };
            self.at += 1;
        }
        let digits = self.at - start;
        if digits == 0 || (digits > 1 && byte(self.bytes, start) == b'0') {
            return self.error_at(start, EXPECTED);
        }
        Ok(value)
    }

    /// `: `, with space around.
    pub(super) const fn colon(&mut self) -> Result<(), Error> {
        self.space();
        attempt!(self.expect(b':', "`:`"));
        self.space();
        Ok(())
    }

    /// `,` or what closes a list, with space around.
    pub(super) const fn comma(&mut self, expected: &'static str) -> Result<(), Error> {
        attempt!(self.expect(b',', expected));
        self.space();
        Ok(())
    }
}
