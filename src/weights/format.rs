//! What bounds a file, and its version.

/// The longest header that is read, in bytes.
pub const MAX_HEADER: usize = 1 << 16;

/// The most tensors that a file may have.
pub const MAX_TENSORS: usize = 1024;

/// The version of what this crate writes into `__metadata__`.
pub(super) const FORMAT: &str = "1";
