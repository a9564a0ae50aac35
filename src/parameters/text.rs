//! A line of text in a fixed buffer: names and messages that the compiler can build too.

/// Text of at most `N` bytes. What does not fit is counted and left out.
#[derive(Clone, Copy)]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    /// All of the text, or as many whole characters as fit.
    pub(crate) const fn as_bytes(&self) -> &[u8] {
        let mut end = if self.len < N { self.len } else { N };
        if self.len > N {
            // A character that was cut ends in bytes 10xxxxxx after a byte 11xxxxxx.
            let mut start = end;
            while start > 0 && self.bytes[start - 1] & 0xc0 == 0x80 {
                start -= 1;
            }
            if start > 0 && self.bytes[start - 1] >= 0xc0 {
                end = start - 1;
            }
        }
        match self.bytes.split_at_checked(end) {
            Some((text, _)) => text,
            None => &self.bytes,
        }
    }

    pub(crate) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.as_bytes()) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Whether nothing was left out.
    pub(crate) const fn fits(&self) -> bool {
        self.len <= N
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) const fn byte(mut self, byte: u8) -> Self {
        if self.len < N {
            self.bytes[self.len] = byte;
        }
        self.len += 1;
        self
    }

    pub(crate) const fn bytes(mut self, bytes: &[u8]) -> Self {
        let mut i = 0;
        while i < bytes.len() {
            if self.len < N {
                self.bytes[self.len] = bytes[i];
            }
            self.len += 1;
            i += 1;
        }
        self
    }

    pub(crate) const fn str(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// A number in decimal digits.
    pub(crate) const fn number(self, value: u64) -> Self {
        let mut text = self;
        if value >= 10 {
            text = text.number(value / 10);
        }
        text.byte(b'0' + (value % 10) as u8)
    }

    /// A number of floating point, by the fewest digits that mean it, with an exponent where its zeros
    /// would fill the line. Beyond 10^±22 the last digits may be others.
    pub(crate) const fn float(self, value: f64) -> Self {
        if value.is_nan() {
            return self.str("NaN");
        }
        let text = if value < 0.0 { self.byte(b'-') } else { self };
        let mut rest = value.abs();
        if rest == f64::INFINITY {
            return text.str("inf");
        }
        // 10²² is the largest power that is a number itself: few products, few roundings.
        let mut exponent = 0;
        if rest != 0.0 && !(rest >= 1e-5 && rest < 1e16) {
            while rest < 1e-22 {
                rest *= 1e22;
                exponent -= 22;
            }
            while rest >= 1e22 {
                rest /= 1e22;
                exponent += 22;
            }
            let mut power = 1.0;
            while rest * power < 1.0 {
                power *= 10.0;
                exponent -= 1;
            }
            rest *= power;
            power = 1.0;
            while rest / power >= 10.0 {
                power *= 10.0;
                exponent += 1;
            }
            rest /= power;
        }
        // The first number of digits that means the number.
        let (mut places, mut power) = (0, 1);
        let mut digits = (rest + 0.5) as u64;
        while digits as f64 / power as f64 != rest && digits < 10_000_000_000_000_000 {
            places += 1;
            power *= 10;
            digits = (rest * power as f64 + 0.5) as u64;
        }
        let mut text = text.number(digits / power);
        if places > 0 {
            text = text.byte(b'.');
        }
        while places > 0 {
            places -= 1;
            power /= 10;
            text = text.byte(b'0' + (digits / power % 10) as u8);
        }
        if exponent == 0 {
            return text;
        }
        text = text.str(if exponent < 0 { "e-" } else { "e" });
        text.number((exponent as i64).unsigned_abs())
    }

    /// A number as `digits` hexadecimal digits.
    pub(crate) const fn hex(self, value: u64, digits: u32) -> Self {
        let mut text = self;
        let mut i = digits;
        while i > 0 {
            i -= 1;
            text = text.byte(b"0123456789abcdef"[(value >> (4 * i) & 15) as usize]);
        }
        text
    }

    /// A level of a path: a dot between names, nothing for a wrapper's empty name.
    pub(crate) const fn level(self, name: &str) -> Self {
        if name.is_empty() {
            self
        } else if self.is_empty() {
            self.str(name)
        } else {
            self.byte(b'.').str(name)
        }
    }
}

/// `==` of bytes, in `const fn`.
pub(crate) const fn equal(a: &[u8], b: &[u8]) -> bool {
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

/// `==` of names, in `const fn`.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    equal(a.as_bytes(), b.as_bytes())
}
