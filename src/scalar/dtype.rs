//! The proof that a type is of a kind that files and kernels know.

use super::{Kind, Single};
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
