//! The kinds of number that files and kernels know, in one table.

/// The kinds of number that files know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary64.
    F64,
    /// IEEE 754 binary16: `half::f16`.
    F16,
    /// The upper half of a binary32: `half::bf16`.
    Bf16,
    /// Any other type: it is trained and computed with, and has no place in a file.
    Other,
}

/// What there is to know of a kind.
pub(crate) struct Facts {
    /// What files call it.
    pub(crate) name: &'static str,
    /// The bytes of a number.
    pub(crate) bytes: usize,
    /// What errors call a number that it cannot hold.
    pub(crate) infinite: &'static str,
}

impl Kind {
    /// The table. A further kind has a row here, and an entry in [`STORED`](Self::STORED).
    pub(crate) const fn facts(self) -> Facts {
        let (name, bytes, infinite) = match self {
            Self::F32 => ("F32", 4, "one that is infinite as an f32"),
            Self::F64 => ("F64", 8, "one that is infinite as an f64"),
            Self::F16 => ("F16", 2, "one that is infinite as an f16"),
            Self::Bf16 => ("BF16", 2, "one that is infinite as a bf16"),
            Self::Other => ("of elsewhere", 0, "one that is infinite"),
        };
        Facts { name, bytes, infinite }
    }

    /// Those that have a place in files.
    pub(crate) const STORED: [Self; 4] = [Self::F32, Self::F64, Self::F16, Self::Bf16];

    /// What files call it.
    pub(crate) const fn name(self) -> &'static str {
        self.facts().name
    }

    /// `==` in constants.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}
