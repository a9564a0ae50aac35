//! What files and kernels call numbers.

use super::Single;
use core::marker::PhantomData;

/// Which kind of number `T` is in a file.
///
/// A value names its type, and only this crate makes values other than [`OTHER`](Self::OTHER):
/// nobody can claim that a type of theirs has the bits of an `f32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dtype<T> {
    kind: Kind,
    of: PhantomData<fn() -> T>,
}

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

impl Kind {
    /// What files call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::F32 => "F32",
            Self::F64 => "F64",
            Self::F16 => "F16",
            Self::Bf16 => "BF16",
            Self::Other => "of elsewhere",
        }
    }

    /// `==` in constants.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

impl<T> Dtype<T> {
    /// A type without a place in files.
    pub const OTHER: Self = Self::new(Kind::Other);

    pub(super) const fn new(kind: Kind) -> Self {
        Self { kind, of: PhantomData }
    }

    /// The kind, without the type.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// That `T` is `f32`, if it is.
    pub(crate) const fn single(&self) -> Option<Single<T>> {
        match self.kind {
            Kind::F32 => Some(Single::new()),
            _ => None,
        }
    }
}
